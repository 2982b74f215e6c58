"""Forms about the open case, in each state, with words in each compartment; and those that are about no record."""

from datetime import timedelta

from django.utils import timezone

from samaan import countrypack
from samaan.cases.models import Case
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Submission
from tests.factories.forms import FEARS
from tests.matrix.world import World, acting, word

FORM = "needs_assessment"


def add_forms(world: World) -> None:
    """One that lacks nothing, one that lacks everything, one that is finished."""
    numbers = world.things["case"]["open"]
    world.add("case to fill in", "open", pk=numbers["pk"], record=numbers["pk"], kind="case", kinds="case", code=FORM)
    closed = world.things["case"]["closed"]["pk"]
    world.add("case to fill in", "closed", pk=closed, record=closed, kind="case", kinds="case", code=FORM)
    world.add("instrument", "about a case", name=FORM)
    world.add("instrument", "about no record", code="training_test")
    for state in ("empty", "open", "finished"):
        form = begin(world)
        if state != "empty":
            fill_in(form, world)
        if state == "finished":
            with acting(world.person("manager")):
                workflow.finish_submission(seen(form), by=world.person("manager"))
        world.add("filled", state, pk=form.pk, code="about", record=numbers["pk"])


def begin(world: World) -> Submission:
    manager = world.person("manager")
    with acting(manager):
        case = Case.objects.get(pk=world.things["case"]["open"]["pk"])
        return workflow.begin_submission(countrypack.pack().instruments[FORM], case, by=manager)


def seen(form: Submission) -> Submission:
    return Submission.objects.get(pk=form.pk)


def fill_in(form: Submission, world: World) -> None:
    manager = world.person("manager")
    given = {
        "/data/about/kind": "first",
        "/data/about/is_child": "no",
        "/data/of_basic/note_basic": word("care"),
        "/data/of_health/note_health": word("health"),
        "/data/of_legal/note_legal": word("legal"),
        "/data/next/first_steps": FEARS,
        "/data/next/review_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }
    with acting(manager):
        workflow.save_answers(seen(form), given, base=1, by=manager)


PARTS = (add_forms,)
