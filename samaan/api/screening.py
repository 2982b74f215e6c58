"""Screenings: begun, answered by more than one at once, submitted, sent back, decided on."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from samaan.access.records import get_visible
from samaan.api.kit import Done, Page, PageAsked, UserOut, Words, colleague, done, next_steps, of_list, page_of
from samaan.audit import stream
from samaan.intake import screening_queries, screening_workflow
from samaan.intake.instrument import INSTRUMENT
from samaan.intake.models import Report, ReportPerson, Screening
from samaan.intake.screening_answers import save_answers
from samaan.intake.screening_findings import missing
from samaan.intake.screening_lists import lists_for
from samaan.intake.screening_workflow import STEPS

router = Router()


class Begin(Schema):
    """`person`: the id of a possible victim's place in the report."""

    person: UUID


class ScreeningLine(Schema):
    id: UUID
    report: UUID = Field(alias="report_id")
    status: str
    revision: int
    is_child: bool
    suggestion: str
    outcome: str
    opened_at: datetime
    submitted_at: datetime | None
    changed_at: datetime
    opened_by: UserOut


class ScreeningPage(Schema):
    items: list[ScreeningLine]
    before: datetime | None


class AnswerOut(Schema):
    value: Any
    version: int
    by: UserOut | None = Field(alias="answered_by")
    at: datetime = Field(alias="answered_at")


class QuestionOut(Schema):
    text: str
    asked_at: datetime
    reply: str


class DeterminationOut(Schema):
    number: int
    outcome: str
    organisation_kind: str
    reasons: str
    on_revision: int
    decided_at: datetime
    decided_by: UserOut


class ElementOut(Schema):
    code: str
    state: str
    required: bool
    present: list[str]


class FindingOut(Schema):
    """What the answers point to, and why. Never a decision."""

    suggestion: str
    is_child: bool
    age_presumed: bool
    elements: list[ElementOut]
    reasons: list[str]


class ScreeningOut(ScreeningLine):
    answers: dict[str, AnswerOut]
    finding: FindingOut
    missing: list[str]
    questions: list[QuestionOut]
    determinations: list[DeterminationOut]
    steps: list[str]


class Answers(Schema):
    """Answers by question, and the revision they were read at."""

    base_version: int = Field(ge=0)
    answers: dict[str, Any]


class Saved(Schema):
    revision: int


class Theirs(Schema):
    """An answer somebody gave meanwhile, beside the one that was not saved over it."""

    theirs: Any
    version: int
    by: str
    yours: Any


class Conflicts(Schema):
    error: str = "conflict"
    message: str
    revision: int
    # Everything else that was sent is saved.
    conflicts: dict[str, Theirs]


class Submit(Schema):
    reply: str = ""


class Questions(Schema):
    questions: Words


class Decision(Schema):
    outcome: Annotated[str, of_list("determination_outcomes")]
    organisation_kind: Annotated[str, of_list("deciding_organisations")] = "government"
    reasons: Words


class Determination(Decision):
    """`on_revision`: the revision of the answers that was read."""

    on_revision: int


class Revision(Decision):
    """`replaces`: the number of the determination that was read."""

    replaces: int


class Help(Schema):
    """`colleague`: an e-mail address."""

    colleague: str


class OptionOut(Schema):
    code: str
    label: str


class InstrumentQuestion(Schema):
    code: str
    label: str
    help: str
    kind: str
    wanted: bool
    options: list[OptionOut]


class SectionOut(Schema):
    code: str
    title: str
    locked: bool
    questions: list[InstrumentQuestion]


def visible(request, pk: UUID) -> Screening:
    return get_visible_screening(request.user, pk)


def get_visible_screening(user, pk: UUID) -> Screening:
    found = Screening.objects.select_related(
        "report__organisation", "report__assigned_to", "report_person__person", "opened_by", "submitted_by"
    )
    return get_visible(found, user, pk=pk)


@router.get("/screening-instrument", response=list[SectionOut])
def instrument(request):
    """What is asked, in the reader's language."""
    lists = lists_for({})
    return [
        {
            "code": section.code,
            "title": str(section.title),
            "locked": section.locked,
            "questions": [question_out(question, lists) for question in INSTRUMENT.questions_of(section, lists)],
        }
        for section in INSTRUMENT.sections
    ]


def question_out(question, lists) -> dict:
    options = question.choices(lists) if question.options else []
    return {
        "code": question.code,
        "label": str(question.label),
        "help": str(question.help),
        "kind": question.kind,
        "wanted": question.wanted,
        "options": [{"code": option.code, "label": str(option.label)} for option in options],
    }


@router.post("/reports/{pk}/screenings", response={201: Done})
def begin(request, pk: UUID, sent: Begin):
    """Begin the screening of a possible victim; one begun already is answered."""
    report = get_visible(Report.objects, request.user, pk=pk)
    named = ReportPerson.objects.select_related("report__organisation", "report__assigned_to", "person")
    victim = get_visible(named, request.user, pk=sent.person, report=report)
    screening = screening_workflow.begin_screening(victim, by=request.user)
    return Status(201, done(request, screening, STEPS))


@router.get("/screenings", response=ScreeningPage)
def list_screenings(request, status: str = "", report: UUID | None = None, asked: Page = PageAsked):
    """The screenings one sees, begun lately first. `status`: open, submitted, sent_back, determined."""
    found = screening_queries.visible_to(request.user)
    if status:
        found = found.filter(status=status)
    if report:
        found = found.filter(report=report)
    return page_of(request, found, asked, "opened_at")


@router.get("/screenings/{pk}", response=ScreeningOut)
def read(request, pk: UUID):
    """The answers with who gave each, what they point to, and the decisions. Reading is an event."""
    screening = visible(request, pk)
    stream.opened(screening, by=request.user, purpose="api", **screening_queries.of_screening(screening))
    rows = {row.question: row for row in screening.answers.select_related("answered_by")}
    answers = {question: row.value for question, row in rows.items()}
    found = screening_queries.finding_in(answers)
    lists = lists_for(answers)
    return {name: getattr(screening, name) for name in LINE} | {
        "answers": rows,
        "finding": finding_out(found),
        "missing": [each.question.code for each in missing(answers, lists, found=found)],
        "questions": list(screening.review_questions.all()),
        "determinations": list(screening.determinations.select_related("decided_by")),
        "steps": next_steps(request.user, screening, STEPS),
    }


LINE = ["report_id" if name == "report" else name for name in ScreeningLine.model_fields]


def finding_out(found) -> dict:
    return {
        "suggestion": found.suggestion,
        "is_child": found.age.is_child,
        "age_presumed": found.age.presumed,
        "elements": [
            {"code": e.code, "state": e.state, "required": e.required, "present": list(e.present)}
            for e in found.elements
        ],
        "reasons": [str(reason) for reason in found.reasons],
    }


@router.put("/screenings/{pk}/answers", response={200: Saved, 409: Conflicts})
def answer(request, pk: UUID, sent: Answers):
    """Save answers. What somebody else answered after `base_version` is left alone, and both answers come back."""
    screening = visible(request, pk)
    saved = save_answers(screening, sent.answers, base=sent.base_version, by=request.user)
    if not saved.conflicts:
        return Status(200, {"revision": saved.revision})
    # The answers of others come back with the refusal.
    stream.opened(screening, by=request.user, purpose="api", **screening_queries.of_screening(screening))
    both = {
        question: {
            "theirs": row.value,
            "version": row.version,
            "by": row.answered_by.email if row.answered_by else "",
            "yours": sent.answers[question],
        }
        for question, row in saved.conflicts.items()
    }
    message = _("Somebody else answered meanwhile. Neither answer was lost; everything else is saved.")
    return Status(409, {"message": message, "revision": saved.revision, "conflicts": both})


@router.post("/screenings/{pk}/submit", response=Done)
def submit(request, pk: UUID, sent: Submit):
    """Hand it over for review."""
    screening = visible(request, pk)
    screening_workflow.submit_screening(screening, by=request.user, reply=sent.reply)
    return done(request, screening, STEPS)


@router.post("/screenings/{pk}/send-back", response=Done)
def send_back(request, pk: UUID, sent: Questions):
    screening = visible(request, pk)
    screening_workflow.send_back(screening, by=request.user, questions=sent.questions)
    return done(request, screening, STEPS)


@router.post("/screenings/{pk}/determinations", response={201: DeterminationOut})
def determine(request, pk: UUID, sent: Determination):
    """Decide on the answers as they were read."""
    return Status(201, screening_workflow.make_determination(visible(request, pk), by=request.user, **sent.dict()))


@router.post("/screenings/{pk}/determinations/revise", response={201: DeterminationOut})
def revise(request, pk: UUID, sent: Revision):
    """Decide anew; the decision before is kept."""
    return Status(201, screening_workflow.revise_determination(visible(request, pk), by=request.user, **sent.dict()))


@router.post("/screenings/{pk}/colleagues", response=Done)
def ask_colleague(request, pk: UUID, sent: Help):
    """Ask a colleague to help with it."""
    screening = visible(request, pk)
    helper = colleague(sent.colleague, "colleague")
    screening_workflow.ask_colleague(screening, by=request.user, colleague=helper)
    return done(request, screening, STEPS)
