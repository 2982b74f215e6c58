"""Screenings: begun, answered by more than one at once, submitted, sent back, decided on."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from samaan.access.records import get_visible
from samaan.accounts.models import User
from samaan.api.kit import Done, Page, PageAsked, UserOut, Words, colleague, done, next_steps, of_list, page_of
from samaan.audit import stream
from samaan.intake import screening_queries, screening_workflow
from samaan.intake.models import Report, ReportPerson, Screening
from samaan.intake.screening_answers import save_answers
from samaan.intake.screening_findings import Finding, finding, lacking
from samaan.intake.screening_form import filled, form_at_work, value_of, verdict_of
from samaan.intake.screening_workflow import STEPS
from samaan.questionnaires.queries import writers
from samaan.questionnaires.sections import sections_of
from samaan.xforms import vocabulary
from samaan.xforms.definition import Definition, Question, Wording
from samaan.xforms.wording import plain

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
    """`by` is nobody for what was filled in from the report."""

    value: Any
    version: int
    by: UserOut | None
    at: datetime


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
    """Answers by the names of their questions (several codes as a list), and the revision they were read at."""

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
    options: list[OptionOut]


class SectionOut(Schema):
    code: str
    title: str
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
    """What is asked, in the reader's language: the form of the country pack, in the version at work."""
    form = form_at_work()
    return [
        {
            "code": section.code,
            "title": words(form, section.group.label) if section.group else str(section.name),
            "questions": [
                question_out(form, question)
                for top in section.questions
                for question in top.walk()
                if not question.is_container and question.kind not in (*vocabulary.UNASKED, "note")
            ],
        }
        for section in sections_of(form)
    ]


def question_out(form: Definition, question: Question) -> dict:
    choices = form.lists[question.offer.list].choices if question.offer else ()
    return {
        "code": question.name,
        "label": words(form, question.label),
        "help": words(form, question.hint),
        "kind": question.kind,
        "options": [{"code": choice.name, "label": words(form, choice.label)} for choice in choices],
    }


def words(form: Definition, wording: Wording) -> str:
    """As it stands in the form; what another answer would be put into is left out."""
    return plain(wording.words(form.language(get_language() or ""), form.default_language))


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
    answered = filled(screening)
    verdict = verdict_of(answered)
    return {name: getattr(screening, name) for name in LINE} | {
        "answers": answers_out(answered),
        "finding": finding_out(finding(verdict)),
        "missing": [each.question.name for each in lacking(verdict)],
        "questions": list(screening.review_questions.all()),
        "determinations": list(screening.determinations.select_related("decided_by")),
        "steps": next_steps(request.user, screening, STEPS),
    }


LINE = ["report_id" if name == "report" else name for name in ScreeningLine.model_fields]


def answers_out(answered) -> dict[str, dict]:
    """Each answer somebody gave, by the name of its question; of a repeat by its address."""
    people = writers(answered)
    found = {}
    for address, mark in answered.marks.items():
        node = answered.instance.at(address)
        question = answered.instance.question(node)
        name = question.name if answered.instance.form.named[question.name].path == address else address
        value = value_of(question, node.text)
        found[name] = {"value": value, "version": mark.revision, "by": people.get(mark.by), "at": mark.moment}
    return found


def finding_out(found: Finding) -> dict:
    return {
        "suggestion": found.suggestion,
        "is_child": found.is_child,
        "age_presumed": found.age_presumed,
        "elements": [
            {"code": e.code, "state": e.state, "required": e.required, "present": [item.name for item in e.items]}
            for e in found.elements
        ],
        "reasons": list(found.reasons),
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
    people = User.objects.in_bulk({theirs.mark.by for theirs in saved.conflicts.values()})
    both = {
        question: {
            "theirs": value_of(screening.submission.form.named[question], theirs.value),
            "version": theirs.mark.revision,
            "by": people[theirs.mark.by].email if theirs.mark.by in people else "",
            "yours": sent.answers[question],
        }
        for question, theirs in saved.conflicts.items()
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
