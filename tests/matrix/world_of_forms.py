"""Forms about the open case, in each state, with words in each compartment; and those that are about no record."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samaan import countrypack
from samaan.cases.models import Case
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Attachment, Submission
from samaan.vault import files
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
    change_and_attach(form, world)


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


def change_and_attach(form: Submission, world: World) -> None:
    """An answer that a colleague corrects, and a file as no form of the pack asks for one."""
    manager = world.person("manager")
    with acting(manager):
        workflow.reopen_submission(seen(form), by=manager)
        given = {"/data/next/first_steps": f"{FEARS}, and a car outside"}
        workflow.save_answers(seen(form), given, base=seen(form).revision, by=manager)
        upload = SimpleUploadedFile("carta.txt", word("care").encode())
        stored = files.store(upload, record=form, compartment=form.compartment, by=manager)
        kept = {"of_record": form.of_record, "of_kind": form.of_kind, "compartment": form.compartment}
        row = Attachment(submission=form, name="carta.txt", file=stored, added_by=manager, **kept)
        row.save(force_insert=True)
        workflow.finish_submission(seen(form), by=manager)


PARTS = (add_forms,)
