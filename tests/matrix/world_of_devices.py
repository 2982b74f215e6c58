"""A telephone, and a form that came from it and is in no file yet."""

from django.utils import timezone

from samaan.cases.models import Case
from samaan.countrypack import formversions
from samaan.devices import workflow
from samaan.xforms.instance_xml import write_instance
from samaan.xforms.verdict import new_instance
from tests.matrix.world import World, acting

FORM = "self_sufficiency"


def add_devices(world: World) -> None:
    manager = world.person("manager")
    form = formversions.definition(formversions.at_work(FORM))
    sent = write_instance(new_instance(form, now=timezone.localtime()))
    with acting(manager):
        added = workflow.add_device("Blue phone", by=manager)
        arrival = workflow.receive_submission(sent, token=added.token, by=manager)
        case = Case.objects.get(pk=world.things["case"]["open"]["pk"])
    world.add("phone", "of the case manager", pk=added.token.pk)
    world.add("arrival", "to be filed", pk=arrival.submission_id, reference=case.reference)


PARTS = (add_devices,)
