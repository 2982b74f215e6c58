"""Reports: filed, listed, read, triaged, merged, assigned, closed."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from samaan.access.records import compartments_of, get_visible
from samaan.api.kit import (
    Done,
    Exploitation,
    Page,
    PageAsked,
    Region,
    Urgency,
    UserOut,
    Words,
    colleague,
    done,
    next_steps,
    of_list,
    page_of,
    refuse_unless,
)
from samaan.api.masks import SealedOut, sealed_out
from samaan.api.reporting import MayBeKnownOut, NewPersonIn, Told
from samaan.audit import stream
from samaan.intake import permissions, queries, workflow
from samaan.intake.duplicates import possible_duplicates
from samaan.intake.models import Receipt, Report, ReporterContact
from samaan.intake.workflow.steps import ASSIGN, MERGE, STEPS
from samaan.people.looking import MayBeKnown
from samaan.people.models import Person
from samaan.transitions import NotPermitted
from samaan.vault import files

router = Router()
# How a colleague may have heard of it; the public form has its own address.
CHANNELS = Annotated[str, Field(pattern="^(officer|hotline|partner|walk_in|self|letter|media)$")]


class OfficerTold(Told):
    channel: CHANNELS = "officer"
    # Persons shown as perhaps the same as those named, and looked at: it is none of these.
    not_these: list[UUID] = []


class FiledOut(Schema):
    id: UUID
    reference: str
    # For whoever told it, to come back with.
    code: str
    # Another agency may already know somebody named here.
    may_be_known_elsewhere: bool


class ReportLine(Schema):
    id: UUID
    reference: str
    status: str
    channel: str
    received_at: datetime
    urgency: str
    region: str
    exploitation: list[str]
    immediate_danger: bool
    children: bool | None
    people_count: int | None
    due_at: datetime | None
    is_late: bool
    assigned_to: UserOut | None


class ReportPage(Schema):
    items: list[ReportLine]
    before: datetime | None


class PersonOut(Schema):
    """Somebody a report names. `id` is their place in the report; `person` is they themselves."""

    id: UUID
    person: UUID
    role: str
    note: str
    given_names: str
    family_names: str
    aliases: str
    birth_date: str
    phones: list[str]
    address: str
    description: str
    sex: str
    age: int | None
    nationality: str
    language: str
    is_child: bool
    # Said only in answer to adding them.
    may_be_known_elsewhere: bool = False


class ContactOut(Schema):
    kind: str
    channel: str
    language: str
    safe_times: list[str]


class FileOut(Schema):
    id: UUID
    name: str
    content_type: str
    size: int


class MessageOut(Schema):
    id: UUID
    from_reporter: bool
    text: str
    tells_of_danger: bool
    sent_at: datetime
    files: list[UUID] = Field(alias="file_ids")


class EventOut(Schema):
    kind: str
    at: datetime = Field(alias="recorded_at")
    by: int | None = Field(alias="actor_id")
    data: dict[str, Any]


class ReportOut(ReportLine):
    narrative: str
    place: str
    point: dict[str, float] | None
    incident_on: date | None
    is_going_on: bool | None
    danger: str
    official_suspected: bool | None
    language: str
    triage_note: str
    close_reason: str
    merged_into: UUID | None = Field(alias="merged_into_id")
    persons: list[PersonOut]
    contact: ContactOut | None
    sealed: list[SealedOut]
    files: list[FileOut]
    steps: list[str]


class FiledLine(Schema):
    """What became of a report its author filed: how far it is, and nothing of it."""

    id: UUID = Field(alias="report_id")
    reference: str
    stage: str
    received_at: datetime


class FiledPage(Schema):
    items: list[FiledLine]
    before: datetime | None


class Alike(Schema):
    id: UUID
    reference: str
    status: str
    received_at: datetime
    reasons: list[str]
    score: int


class CandidateOut(Schema):
    user: UserOut
    open: int
    screening: int
    late: int
    conflict: bool


class Triage(Schema):
    """Urgency, and corrections of what was told."""

    urgency: Urgency
    immediate_danger: bool | None = None
    children: bool | None = None
    official_suspected: bool | None = None
    people_count: int | None = Field(None, ge=0, le=100_000)
    region: Region | None = None
    exploitation: list[Exploitation] | None = None
    incident_on: date | None = None
    triage_note: str = ""


class Merge(Schema):
    into: UUID


class Close(Schema):
    reason: Annotated[str, of_list("report_close_reasons")]
    note: str = ""


class Reopen(Schema):
    note: Words


class Assign(Schema):
    """`to`: an e-mail address."""

    to: str
    note: str = ""


class Reassign(Assign):
    reason: Annotated[str, of_list("reassign_reasons")]


class Conflict(Schema):
    """`about`: an e-mail address; empty: oneself."""

    about: str = ""
    reason: str = ""


class Lift(Schema):
    """`about`: the e-mail address of who is kept out. Somebody else than whoever kept them out lifts it."""

    about: str
    reason: Words


class Text(Schema):
    text: Words
    # A message sent twice with the same number is one message.
    number: UUID | None = None


def visible(request, pk: UUID) -> Report:
    found = Report.objects.select_related("assigned_to", "organisation")
    return get_visible(found, request.user, pk=pk)


def done_with(request, report: Report) -> dict:
    """Where the report stands; of one that is closed to the actor now, only that."""
    return done(request, report, STEPS)


@router.post("/reports", response={201: FiledOut, 409: MayBeKnownOut})
def file(request, sent: OfficerTold):
    """File a report for the unit or a partner, or write down a hotline call."""
    refuse_unless(permissions.can_receive(request.user))
    try:
        received = workflow.receive_report(
            sent.channel, by=request.user, **sent.given(), form_number=sent.form_number, not_these=sent.not_these
        )
    except MayBeKnown as found:
        return Status(409, MayBeKnownOut.of(found))
    receipt = Receipt.objects.get(report_id=received.report_id)
    filed = {"id": received.report_id, "reference": receipt.reference, "code": received.code}
    return Status(201, filed | {"may_be_known_elsewhere": received.known_elsewhere})


@router.get("/reports", response=ReportPage)
def list_reports(request, view: str = "open", urgency: str = "", mine: bool = False, asked: Page = PageAsked):
    """The work list, newest first. `view`: open, triage, assign, work, ended."""
    refuse_unless(permissions.can_list(request.user))
    found = queries.visible(request.user).select_related("assigned_to")
    found = found.filter(status__in=queries.VIEWS.get(view, Report.OPEN))
    if urgency:
        found = found.filter(urgency=urgency)
    if mine:
        found = found.filter(assigned_to=request.user)
    return page_of(request, found, asked, "received_at")


@router.get("/reports/filed", response=FiledPage)
def filed(request, asked: Page = PageAsked):
    """What became of the reports one filed."""
    refuse_unless(permissions.can_receive(request.user))
    return page_of(request, queries.filed_by(request.user), asked, "received_at")


@router.get("/reports/{pk}", response=ReportOut)
def read(request, pk: UUID):
    """All of a report that is open to the reader. Reading is an event."""
    report = visible(request, pk)
    stream.opened(report, by=request.user, purpose="api")
    return everything(request, report)


def everything(request, report: Report) -> dict:
    shown = {name: getattr(report, name) for name in SHOWN}
    return shown | {
        "persons": [person_out(named) for named in queries.persons(request.user, report)],
        "contact": ReporterContact.objects.visible_to(request.user).filter(report=report).first(),
        "sealed": sealed_out(report, request.user),
        "files": files.of_record(report.pk, compartments_of(report, request.user)),
        "steps": next_steps(request.user, report, STEPS),
    }


COMPUTED = ("persons", "contact", "sealed", "files", "steps")
SHOWN = ["merged_into_id" if name == "merged_into" else name for name in ReportOut.model_fields if name not in COMPUTED]


def person_out(named) -> dict:
    person = named.person
    known = {name: getattr(person, name) for name in PersonOut.model_fields if hasattr(person, name)}
    return known | {"id": named.pk, "person": person.pk, "role": named.role, "note": named.note}


@router.get("/reports/{pk}/history", response=list[EventOut])
def history(request, pk: UUID):
    """What was done with it, newest first."""
    report = visible(request, pk)
    stream.opened(report, by=request.user, purpose="api")
    return queries.history(report, compartments_of(report, request.user))


@router.post("/reports/{pk}/triage", response=Done)
def triage(request, pk: UUID, sent: Triage):
    """Say how urgent it is, and correct what was told."""
    report = visible(request, pk)
    workflow.triage_report(report, by=request.user, **sent.dict(exclude_unset=True, exclude_none=True))
    return done_with(request, report)


@router.post("/reports/{pk}/forward", response=Done)
def forward(request, pk: UUID):
    """Send it on to be assigned."""
    report = visible(request, pk)
    workflow.forward_report(report, by=request.user)
    return done_with(request, report)


@router.get("/reports/{pk}/duplicates", response=list[Alike])
def duplicates(request, pk: UUID):
    """Reports that may be about the same, the likeliest first, and why."""
    report = visible(request, pk)
    if not MERGE.may(request.user, report):
        raise NotPermitted(MERGE, report)
    stream.opened(report, by=request.user, purpose="api")
    return [alike_out(alike) for alike in possible_duplicates(request.user, report)]


def alike_out(alike) -> dict:
    shown = {name: getattr(alike.report, name) for name in ("id", "reference", "status", "received_at")}
    return shown | {"reasons": [str(reason) for reason in alike.reasons], "score": alike.score}


@router.post("/reports/{pk}/merge", response=Done)
def merge(request, pk: UUID, sent: Merge):
    """Merge it into another; both histories stay."""
    report, other = visible(request, pk), visible(request, sent.into)
    workflow.merge_report(report, into=other, by=request.user)
    return done_with(request, report)


@router.post("/reports/{pk}/close", response=Done)
def close(request, pk: UUID, sent: Close):
    report = visible(request, pk)
    workflow.close_report(report, by=request.user, reason=sent.reason, note=sent.note)
    return done_with(request, report)


@router.post("/reports/{pk}/reopen", response=Done)
def reopen(request, pk: UUID, sent: Reopen):
    report = visible(request, pk)
    workflow.reopen_report(report, by=request.user, note=sent.note)
    return done_with(request, report)


@router.get("/reports/{pk}/candidates", response=list[CandidateOut])
def candidates(request, pk: UUID):
    """Who could investigate, with their workload."""
    report = visible(request, pk)
    if not ASSIGN.may(request.user, report):
        raise NotPermitted(ASSIGN, report)
    return queries.candidates(request.user, report)


@router.post("/reports/{pk}/assign", response=Done)
def assign(request, pk: UUID, sent: Assign):
    report = visible(request, pk)
    workflow.assign_report(report, by=request.user, to=colleague(sent.to), reason=sent.note)
    return done_with(request, report)


@router.post("/reports/{pk}/reassign", response=Done)
def reassign(request, pk: UUID, sent: Reassign):
    report = visible(request, pk)
    workflow.reassign_report(report, by=request.user, to=colleague(sent.to), reason=sent.reason, note=sent.note)
    return done_with(request, report)


@router.post("/reports/{pk}/conflict", response=Done)
def conflict(request, pk: UUID, sent: Conflict):
    """Declare a conflict of interest: whoever it is about sees the report no more."""
    report = visible(request, pk)
    about = colleague(sent.about, "about") if sent.about else request.user
    workflow.declare_conflict(report, by=request.user, about=about, reason=sent.reason)
    return done_with(request, report) | ({"steps": []} if about == request.user else {})


@router.post("/reports/{pk}/conflict/lift", response=Done)
def lift_conflict(request, pk: UUID, sent: Lift):
    """Let somebody back whom a conflict of interest kept out."""
    report = visible(request, pk)
    about = colleague(sent.about, "about")
    workflow.lift_conflict(report, by=request.user, about=about, reason=sent.reason)
    return done_with(request, report)


@router.post("/reports/{pk}/accept", response=Done)
def accept(request, pk: UUID):
    """Take on the report one was given."""
    report = visible(request, pk)
    workflow.accept_report(report, by=request.user)
    return done_with(request, report)


@router.post("/reports/{pk}/persons", response={201: PersonOut, 409: MayBeKnownOut})
def name_person(request, pk: UUID, sent: NewPersonIn):
    """Name one more person. A 409 lists who may be the same: send them as `not_these`, or one of them as `same`."""
    report = visible(request, pk)
    if sent.same:
        person = get_visible(Person.objects, request.user, pk=sent.same)
        named = workflow.name_known_person(report, person, by=request.user, role=sent.role)
    else:
        try:
            named = workflow.name_person(report, by=request.user, not_these=sent.not_these, **sent.known())
        except MayBeKnown as found:
            return Status(409, MayBeKnownOut.of(found))
    return Status(201, person_out(named) | {"may_be_known_elsewhere": named.known_elsewhere})


@router.get("/reports/{pk}/messages", response=list[MessageOut])
def messages(request, pk: UUID):
    """The thread with whoever reported."""
    report = visible(request, pk)
    stream.opened(report, by=request.user, purpose="api")
    return queries.messages(request.user, report)


@router.post("/reports/{pk}/messages", response={201: MessageOut})
def answer(request, pk: UUID, sent: Text):
    """Write to whoever reported; they read it when they come back with their code."""
    report = visible(request, pk)
    return Status(201, workflow.answer_reporter(report, by=request.user, text=sent.text, number=sent.number))
