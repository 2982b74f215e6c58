"""The referral map: what was sent outside it, changes to it, terms of reference."""

from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import Organisation
from samaan.cases.models import Case
from samaan.configuration.workflow import propose_change
from samaan.directory.models import Service
from samaan.mechanism.models import Booklet
from samaan.mechanism.workflow import begin_map_change, put_route
from samaan.referrals import workflow
from samaan.referrals.models import OutsideMap
from samaan.referrals.outside import WhyOutside
from tests.factories import referrals as making
from tests.factories import terms as making_terms
from tests.matrix.world import World, acting
from tests.support import samples


def add_outside(world: World) -> None:
    """Two referrals of the open case outside the map: one report waits, one was seen."""
    manager, steward = world.person("manager"), world.person("steward")
    named = making.service()
    beyond = Service.objects.create(
        code="beyond", organisation=Organisation.objects.get(code="fia"), need=named.need, names=named.names
    )
    given = {"priority": "urgent", "consent": making.CONSENT, "outside": WhyOutside("no_place")}
    for state in ("reported", "noted"):
        with acting(manager):
            case = Case.objects.select_related("case_manager").get(pk=world.things["case"]["open"]["pk"])
            (sent,) = workflow.send_referral(case, [beyond], by=manager, **given)
        with context.acting(context.of_user(steward)):
            report = OutsideMap.objects.get(reference=sent.reference)
            if state == "noted":
                workflow.note_outside(report, by=steward)
        world.add("outside", state, pk=report.pk)


def add_map_changes(world: World) -> None:
    """A new map of the steward's: one still in the making, one that waits for approval."""
    steward = world.person("steward")
    for state in ("draft", "proposed"):
        with acting(steward):
            change = begin_map_change(by=steward, reason="Saint Vincent de Paul asks first")
            if state == "proposed":
                put_route(change, by=steward, row={"need": "food", "providers": ["svp", "msdfs"]})
                propose_change(change, by=steward)
        world.add("map_change", state, pk=change.pk, need="food")


def add_terms(world: World) -> None:
    """Terms of reference in each state; those of the shelter are its administrator's to accept."""
    steward = world.person("steward")
    with_whom = {
        "in force": "fia",
        "ended": "fpatt",
        "draft": "lwc",
        "offered": "saman_house",
        "accepted": "poui_house",
    }
    for state, code in with_whom.items():
        provider = Organisation.objects.get(code=code)
        terms = making_terms.make_terms(state.replace(" ", "_"), provider, steward=steward)
        world.add("terms", state, pk=terms.pk, code=code)


def add_booklet(world: World) -> None:
    """The booklet in English, as the worker made it."""
    Booklet.objects.create(language="en", data=samples.pdf(), asked_by=world.person("steward"), made_at=timezone.now())
    world.add("booklet", "made", language="en")


PARTS = (add_outside, add_map_changes, add_terms, add_booklet)
