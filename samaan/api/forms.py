"""Forms about records: begun, answered by more than one at once, finished, corrected, withdrawn, carried over."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Router, Schema, Status

from samaan import countrypack
from samaan.access import quota
from samaan.access.records import get_visible
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.api.kit import Done, UserOut, done, next_steps
from samaan.audit import stream
from samaan.countrypack.parts import Instrument
from samaan.questionnaires import purposes, queries, workflow
from samaan.questionnaires.filled import Filled, read
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import hidden
from samaan.questionnaires.sections import section_at
from samaan.questionnaires.workflow.steps import CARRY_OVER, TRANSITIONS
from samaan.xforms.instance import takes_answers
from samaan.xforms.verdict import Verdict, judge

router = Router()
Address = Annotated[str, Field(max_length=400)]
Text = Annotated[str, Field(max_length=100_000)]


class FormLine(Schema):
    id: UUID
    instrument: str
    version: str
    record: UUID
    record_kind: str
    status: str
    revision: int
    begun_by: UserOut
    begun_at: datetime
    finished_by: UserOut | None
    finished_at: datetime | None


class AnswerOut(Schema):
    """One question that is asked now. `value` is its text in the XForm’s instance; a mask where it is sealed."""

    address: str
    section: str
    kind: str
    label: str
    required: bool
    value: str
    choices: list[str]
    problem: str
    by: UserOut | None
    at: datetime | None


class FormOut(FormLine):
    """The form in one language, as far as its reader sees it. `hidden`: compartments that are not shown."""

    language: str
    languages: list[str]
    answers: list[AnswerOut]
    hidden: list[str]
    complete: bool
    newer_version: str | None
    steps: list[str]


class InstrumentOut(Schema):
    code: str
    label: str
    record: str
    several: bool


class OfRecord(Schema):
    """The forms about a record, and those the reader may begin."""

    forms: list[FormLine]
    to_begin: list[InstrumentOut]


class Answers(Schema):
    """Answers by address, as texts of the XForm’s instance, and the revision they were read at."""

    base_revision: int = Field(ge=0)
    answers: dict[Address, Text]


class Saved(Schema):
    """What became of them: problems by address, as the form has them now."""

    revision: int
    problems: dict[str, str]


class Theirs(Schema):
    theirs: str
    by: int | None
    at: datetime


class Conflicts(Schema):
    """Answers that somebody else gave meanwhile; everything else that was sent is saved."""

    error: str = "conflict"
    revision: int
    conflicts: dict[str, Theirs]


class Lacking(Schema):
    error: str = "incomplete"
    problems: dict[str, str]


class CarriedOver(Schema):
    """The version it goes on in, and how many answers have no place there: they are kept as earlier answers."""

    version: str
    left: int


def line(form: Submission) -> dict[str, Any]:
    return {
        "id": form.pk,
        "instrument": form.instrument,
        "version": form.form_version.version,
        "record": form.of_record,
        "record_kind": form.of_kind,
        "status": form.status,
        "revision": form.revision,
        "begun_by": form.begun_by,
        "begun_at": form.begun_at,
        "finished_by": form.finished_by,
        "finished_at": form.finished_at,
    }


def instrument_of(code: str) -> Instrument:
    found = countrypack.pack().instruments.get(code)
    if found is None:
        raise Http404
    return found


def record_of(request: Any, kind: str, pk: UUID) -> Any:
    if kind not in purposes.KINDS or kind not in registry.MODELS or kind == "submission":
        raise Http404
    return get_visible(registry.MODELS[kind].objects, request.user, pk=pk)


@router.get("/forms/of/{kind}/{uuid:record}", response=OfRecord)
def of_record(request, kind: str, record: UUID):
    """The forms about a record of this kind (`case`), and the instruments one may begin about it."""
    found = record_of(request, kind, record)
    stream.opened(found, by=request.user, purpose="api")
    there = queries.of_record(request.user, found)
    return {"forms": [line(form) for form in there], "to_begin": queries.to_begin(request.user, found, there)}


@router.get("/forms", response=OfRecord)
def own(request):
    """The forms about no other record that one sees, and those one may begin."""
    forms = queries.own(request.user)
    quota.count_lines(request.user, [form.pk for form in forms])
    return {"forms": [line(form) for form in forms], "to_begin": queries.to_begin_alone(request.user)}


@router.post("/forms/of/{kind}/{uuid:record}/{code}", response={201: Done})
def begin(request, kind: str, record: UUID, code: str):
    """Begin a form about a record, in the version at work."""
    found = record_of(request, kind, record)
    return Status(
        201, done(request, workflow.begin_submission(instrument_of(code), found, by=request.user), TRANSITIONS)
    )


@router.post("/forms/alone/{code}", response={201: Done})
def begin_alone(request, code: str):
    """Begin a form about no other record."""
    return Status(201, done(request, workflow.begin_alone(instrument_of(code), by=request.user), TRANSITIONS))


@router.get("/forms/{uuid:pk}", response=FormOut)
def one(request, pk: UUID, language: str = ""):
    """What is asked now and what was answered, in one of the form’s languages. Reading is an event."""
    form = queries.seen_by(request.user, pk)
    stream.opened(form, by=request.user, purpose="api", **queries.about(form))
    filled = read(form, hidden(form, request.user))
    verdict = judge(filled.instance, now=timezone.localtime(), language=language or get_language() or "")
    newer = workflow.newer_version(form)
    return line(form) | {
        "language": verdict.language,
        "languages": list(form.form.languages),
        "answers": answers(filled, verdict),
        "hidden": sorted(filled.hidden),
        "complete": verdict.is_complete,
        "newer_version": newer.version if newer else None,
        "steps": next_steps(request.user, form, [step for step in TRANSITIONS if newer or step != CARRY_OVER]),
    }


def answers(filled: Filled, verdict: Verdict) -> list[dict[str, Any]]:
    people: dict[int, User] = queries.writers(filled)
    found = []
    for address, judged in verdict.judged.items():
        question = judged.question
        part = section_at(filled.instance.form, question.path)
        if part is None or not judged.relevant or not takes_answers(question) or filled.is_hidden(judged.node):
            continue
        mark = filled.marks.get(address)
        found.append(
            {
                "address": address,
                "section": part.code,
                "kind": question.kind,
                "label": verdict.label(address),
                "required": judged.required,
                "value": judged.value,
                "choices": [choice.name for choice in verdict.choices(address)],
                "problem": judged.problem,
                "by": people.get(mark.by) if mark and mark.by else None,
                "at": mark.moment if mark else None,
            }
        )
    return found


@router.patch("/forms/{uuid:pk}/answers", response={200: Saved, 409: Conflicts})
def answer(request, pk: UUID, sent: Answers):
    """Save answers. What somebody else answered after `base_revision` is left as it is and answered in `conflicts`."""
    form = queries.seen_by(request.user, pk)
    saved = workflow.save_answers(form, sent.answers, base=sent.base_revision, by=request.user)
    if saved.conflicts:
        theirs = {
            address: {"theirs": conflict.value, "by": conflict.mark.by, "at": conflict.mark.moment}
            for address, conflict in saved.conflicts.items()
        }
        stream.glanced(form, by=request.user, **queries.about(form))
        return Status(409, {"revision": saved.revision, "conflicts": theirs})
    hidden_ones = {node.address for node in saved.filled.instance.root.walk() if saved.filled.is_hidden(node)}
    problems = {address: text for address, text in saved.verdict.problems.items() if address not in hidden_ones}
    return {"revision": saved.revision, "problems": problems}


@router.post("/forms/{uuid:pk}/finish", response={200: Done, 422: Lacking})
def finish(request, pk: UUID):
    """Finish it; 422 with what is lacking or wrong, by address."""
    form = queries.seen_by(request.user, pk)
    try:
        workflow.finish_submission(form, by=request.user)
    except workflow.Incomplete as lacking:
        return Status(422, {"problems": lacking.verdict.problems})
    return done(request, form, TRANSITIONS)


@router.post("/forms/{uuid:pk}/reopen", response=Done)
def reopen(request, pk: UUID):
    """Open a finished form, to correct it."""
    form = queries.seen_by(request.user, pk)
    workflow.reopen_submission(form, by=request.user)
    return done(request, form, TRANSITIONS)


@router.post("/forms/{uuid:pk}/withdraw", response=Done)
def withdraw(request, pk: UUID):
    """Withdraw a form that was begun by mistake; it counts nowhere."""
    form = queries.seen_by(request.user, pk)
    workflow.withdraw_submission(form, by=request.user)
    return done(request, form, TRANSITIONS)


@router.post("/forms/{uuid:pk}/carry-over", response=CarriedOver)
def carry_over(request, pk: UUID):
    """Go on in the version at work now. Raises 422 where there is no newer one."""
    form = queries.seen_by(request.user, pk)
    carried = workflow.carry_over(form, by=request.user)
    return {"version": form.form_version.version, "left": len(carried.left)}
