"""Cases: opened, given to a case manager, and what is kept in them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, Field

from samaan.access.records import compartments_of, get_visible
from samaan.api.intake import EventOut
from samaan.api.kit import (
    Compartment,
    Done,
    Exploitation,
    Page,
    PageAsked,
    Region,
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
from samaan.api.reporting import MayBeKnownOut, PersonIn
from samaan.audit import stream
from samaan.cases import opening, permissions, queries, workflow
from samaan.cases.models import Case, CaseTeamMember, Note, Part, Risk, Task
from samaan.cases.workflow import STEPS
from samaan.cases.workflow.steps import OPEN
from samaan.people.looking import MayBeKnown
from samaan.people.merging import present
from samaan.people.models import Person
from samaan.transitions import NotPermitted
from samaan.vault import uploads

router = Router()


class CaseLine(Schema):
    id: UUID
    reference: str
    pseudonym: str
    status: str
    risk: str
    next_review: date | None
    review_is_late: bool
    is_child: bool
    age_band: str
    sex: str
    nationality: str
    region: str
    category: str
    exploitation: list[str]
    opened_at: datetime
    changed_at: datetime
    case_manager: UserOut | None


class CasePage(Schema):
    items: list[CaseLine]
    before: datetime | None


class SurvivorOut(Schema):
    id: UUID
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


class MemberOut(Schema):
    id: UUID
    user: UserOut
    part: str
    joined_at: datetime


class CaseOut(CaseLine):
    """`held`: the compartments open to the reader; the person only to who holds the identity."""

    source_report_id: UUID | None
    close_reason: str
    opened_by: UserOut
    held: list[str]
    person: SurvivorOut | None
    team: list[MemberOut]
    sealed: list[SealedOut]
    steps: list[str]


class RiskOut(Schema):
    level: str
    reasons: str
    next_review: date
    assessed_at: datetime
    assessed_by: UserOut


class NoteOut(Schema):
    id: UUID
    compartment: str
    text: str
    corrects: UUID | None = Field(alias="corrects_id")
    written_at: datetime
    written_by: UserOut


class TaskOut(Schema):
    id: UUID
    compartment: str
    title: str
    due: date
    owner: UserOut
    done_at: datetime | None
    is_late: bool


class DocumentOut(Schema):
    """`file`: what the address of the download ends with. `sha256`: of what arrived; `kept_sha256`: of what is kept."""

    id: UUID
    compartment: str
    kind: str
    file: UUID = Field(alias="file_id")
    name: str
    size: int
    content_type: str
    state: str
    sha256: str
    kept_sha256: str
    added_at: datetime

    @staticmethod
    def resolve_name(document) -> str:
        return document.file.name

    @staticmethod
    def resolve_content_type(document) -> str:
        return document.file.content_type

    @staticmethod
    def resolve_state(document) -> str:
        return document.file.state

    @staticmethod
    def resolve_sha256(document) -> str:
        return document.file.sha256

    @staticmethod
    def resolve_kept_sha256(document) -> str:
        return document.file.hash_of_kept

    @staticmethod
    def resolve_size(document) -> int:
        return document.file.size


class Open(Schema):
    """`person`: the id of the person. `case_manager`: an e-mail address. `not_these`: shown as perhaps the same, and
    looked at: it is none of these."""

    person: UUID
    report: UUID | None = None
    region: Region | None = None
    category: Annotated[str, of_list("beneficiary_categories")] | None = None
    exploitation: list[Exploitation] | None = None
    case_manager: str = ""
    not_these: list[UUID] = []


class Assign(Schema):
    """`to`: an e-mail address. The reason is asked when the case changes hands."""

    to: str
    reason: Annotated[str, of_list("reassign_reasons")] | None = None


class Join(Schema):
    user: str
    part: Annotated[str, AfterValidator(lambda part: Part(part).value)]


class Level(Schema):
    level: Literal[Risk.HIGH, Risk.MEDIUM, Risk.LOW]
    reasons: Annotated[str, Field(min_length=1, max_length=4000)]
    next_review: date | None = None


class Conflict(Schema):
    """`about`: an e-mail address; empty: oneself, of whom nobody asks why."""

    about: str = ""
    reason: str = ""


class Lift(Schema):
    """`about`: an e-mail address. Somebody else than whoever kept them out lifts it."""

    about: str
    reason: Words


class NoteIn(Schema):
    compartment: Compartment
    text: Words
    corrects: UUID | None = None


class TaskIn(Schema):
    """`owner`: an e-mail address; empty: oneself."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    due: date
    compartment: Compartment
    owner: str = ""


class DocumentIn(Schema):
    """`upload`: the number of a file that came in pieces. `evidence`: the original is kept as well, sealed."""

    kind: Annotated[str, of_list("document_kinds")]
    compartment: Compartment
    evidence: bool = False
    upload: str = ""


class Close(Schema):
    reason: Annotated[str, of_list("case_close_reasons")]


class Reopen(Schema):
    reason: Annotated[str, of_list("case_reopen_reasons")]


class Survivor(PersonIn):
    """What became known of the person, and of the case; what is left out stays."""

    role: str = ""
    age_is_estimate: bool | None = None
    region: Region | None = None
    category: Annotated[str, of_list("beneficiary_categories")] | None = None
    exploitation: list[Exploitation] | None = None


OF_CASE = {"region", "category", "exploitation"}
COMPUTED = {"held", "person", "team", "sealed", "steps"}


def visible(request, pk: UUID) -> Case:
    return get_visible(Case.objects.select_related("case_manager", "opened_by", "organisation"), request.user, pk=pk)


def opened(request, pk: UUID) -> tuple[Case, set[str]]:
    """The case and what of it is open to the reader, who is noted."""
    case = visible(request, pk)
    stream.opened(case, by=request.user, purpose="api")
    return case, compartments_of(case, request.user)


@router.post("/cases", response={201: Done, 409: MayBeKnownOut})
def open_case(request, sent: Open):
    """Open the file of a survivor, at any point after the screening began. A 409 lists who may be the same: say that it
    is none of these by sending them as `not_these`."""
    person = present(get_visible(Person.objects, request.user, pk=sent.person))
    if not permissions.can_open(request.user, person):
        raise NotPermitted(OPEN, person)
    obstacles = opening.obstacles(person, sent.report, request.user)
    if obstacles:
        raise ValidationError({"person": obstacles})
    known = opening.known_already(person, sent.report, request.user)
    given = sent.dict(include=OF_CASE, exclude_none=True)
    manager = colleague(sent.case_manager, "case_manager") if sent.case_manager else None
    try:
        case = workflow.open_case(
            person,
            by=request.user,
            source_report_id=sent.report,
            case_manager=manager,
            not_these=sent.not_these,
            **(known | given),
        )
    except MayBeKnown as found:
        return Status(409, MayBeKnownOut.of(found))
    return Status(201, done(request, case, STEPS))


@router.get("/cases", response=CasePage)
def list_cases(
    request,
    status: str = "open",
    risk: str = "",
    mine: bool = False,
    report: UUID | None = None,
    asked: Page = PageAsked,
):
    """The cases one sees, the latest changed first. `report`: those a report led to."""
    refuse_unless(permissions.can_list(request.user))
    found = queries.visible(request.user).select_related("case_manager")
    if status:
        found = found.filter(status=status)
    if mine:
        found = found.of(request.user)
    if risk:
        found = found.filter(risk=risk)
    if report:
        found = found.filter(source_report_id=report)
    return page_of(request, found, asked, "changed_at")


@router.get("/cases/{pk}", response=CaseOut)
def read(request, pk: UUID):
    """A case as far as it is open to the reader. Reading is an event."""
    case, held = opened(request, pk)
    person = Person.objects.visible_to(request.user).filter(pk=case.person_id).first() if "identity" in held else None
    shown: dict[str, Any] = {name: getattr(case, name) for name in CaseOut.model_fields if name not in COMPUTED}
    return shown | {
        "held": sorted(held),
        "person": person,
        "team": queries.team_of(case),
        "sealed": sealed_out(case, request.user),
        "steps": next_steps(request.user, case, STEPS),
    }


@router.get("/cases/{pk}/timeline", response=list[EventOut])
def timeline(request, pk: UUID):
    """What happened, newest first, in the compartments one holds."""
    _case, held = opened(request, pk)
    return [event for event in stream.timeline(pk)[:200] if event.data.get("compartment", "summary") in held]


@router.post("/cases/{pk}/assign", response=Done)
def assign(request, pk: UUID, sent: Assign):
    case = visible(request, pk)
    workflow.assign_case_manager(case, by=request.user, to=colleague(sent.to), reason=sent.reason or "")
    return done(request, case, STEPS)


@router.post("/cases/{pk}/team", response={201: MemberOut})
def join(request, pk: UUID, sent: Join):
    """Add somebody to the team; their part says what opens to them."""
    case = visible(request, pk)
    return Status(201, workflow.join_team(case, by=request.user, user=colleague(sent.user, "user"), part=sent.part))


@router.post("/cases/{pk}/team/{member}/leave", response=Done)
def leave(request, pk: UUID, member: UUID):
    case = visible(request, pk)
    found = CaseTeamMember.objects.select_related("case", "user")
    workflow.leave_team(get_visible(found, request.user, pk=member, case=case, left_at=None), by=request.user)
    return done(request, case, STEPS)


@router.patch("/cases/{pk}/person", response=Done)
def edit_person(request, pk: UUID, sent: Survivor):
    """Keep what became known of the person."""
    case = visible(request, pk)
    given = sent.known()
    of_case = {name: given.pop(name) for name in OF_CASE & set(given)}
    known = {name: value for name, value in given.items() if name not in ("role", "note")}
    workflow.update_survivor(case, by=request.user, known=known, **of_case)
    return done(request, case, STEPS)


@router.post("/cases/{pk}/risk", response={201: RiskOut})
def set_risk(request, pk: UUID, sent: Level):
    """Assess the risk; without a day the country's interval counts."""
    case = visible(request, pk)
    return Status(201, workflow.set_risk(case, by=request.user, **sent.dict()))


@router.get("/cases/{pk}/risk", response=list[RiskOut])
def risks(request, pk: UUID):
    case, _held = opened(request, pk)
    return queries.risk_history(case)


@router.get("/cases/{pk}/notes", response=list[NoteOut])
def notes(request, pk: UUID):
    case, held = opened(request, pk)
    return queries.notes_of(case, held)


@router.post("/cases/{pk}/notes", response={201: NoteOut})
def add_note(request, pk: UUID, sent: NoteIn):
    case = visible(request, pk)
    wrong = get_visible(Note.objects, request.user, pk=sent.corrects, case=case) if sent.corrects else None
    return Status(
        201, workflow.add_note(case, by=request.user, compartment=sent.compartment, text=sent.text, corrects=wrong)
    )


@router.get("/cases/{pk}/tasks", response=list[TaskOut])
def tasks(request, pk: UUID):
    case, held = opened(request, pk)
    return queries.tasks_of(case, held)


@router.post("/cases/{pk}/tasks", response={201: TaskOut})
def add_task(request, pk: UUID, sent: TaskIn):
    case = visible(request, pk)
    owner = colleague(sent.owner, "owner") if sent.owner else None
    given = sent.dict(exclude={"owner"})
    return Status(201, workflow.add_task(case, by=request.user, owner=owner, **given))


@router.post("/cases/{pk}/tasks/{task}/finish", response=TaskOut)
def finish_task(request, pk: UUID, task: UUID):
    case = visible(request, pk)
    found = get_visible(Task.objects.select_related("case", "owner"), request.user, pk=task, case=case)
    workflow.finish_task(found, by=request.user)
    return found


@router.get("/cases/{pk}/documents", response=list[DocumentOut])
def documents(request, pk: UUID):
    """Download one at /api/v1/files/{file}."""
    case, held = opened(request, pk)
    return queries.documents_of(case, held)


@router.post("/cases/{pk}/documents", response={201: DocumentOut})
def add_document(request, pk: UUID, sent: Form[DocumentIn], file: File[UploadedFile | None] = None):
    """Keep a document: multipart, with `kind`, `compartment` and either `file` or `upload`."""
    case = visible(request, pk)
    document = file or uploads.arrived(sent.upload, by=request.user)
    if document is None:
        raise ValidationError({"file": _("Send a file, or the number of an upload that has arrived whole.")})
    given = sent.dict(exclude={"upload"})
    return Status(201, workflow.add_document(case, document, by=request.user, **given))


@router.post("/cases/{pk}/close", response=Done)
def close(request, pk: UUID, sent: Close):
    case = visible(request, pk)
    workflow.close_case(case, by=request.user, reason=sent.reason)
    return done(request, case, STEPS)


@router.post("/cases/{pk}/reopen", response=Done)
def reopen(request, pk: UUID, sent: Reopen):
    case = visible(request, pk)
    workflow.reopen_case(case, by=request.user, reason=sent.reason)
    return done(request, case, STEPS)


@router.post("/cases/{pk}/conflict", response={204: None})
def conflict(request, pk: UUID, sent: Conflict):
    """Keep somebody out of the case whatever their role, or say that one knows somebody in it."""
    case = visible(request, pk)
    about = colleague(sent.about, "about") if sent.about else request.user
    workflow.declare_conflict(case, by=request.user, about=about, reason=sent.reason)
    return Status(204, None)


@router.post("/cases/{pk}/conflict/lift", response=Done)
def lift_conflict(request, pk: UUID, sent: Lift):
    """Let somebody back whom a conflict of interest kept out."""
    case = visible(request, pk)
    workflow.lift_conflict(case, by=request.user, about=colleague(sent.about, "about"), reason=sent.reason)
    return done(request, case, STEPS)
