"""How long files are kept: what is due, holds, disposal in two persons, certificates, a survivor's own copy.

Whatever destroys, or takes a copy away, needs a token that was issued for it: a program cannot prove anew who its
user is (samaan.api.sealed).
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Field, Router, Schema, Status

from samaan.access.records import get_visible
from samaan.api.kit import UserOut, Words, refuse_unless
from samaan.api.sealed import proved
from samaan.api.walls import Kind, file_of
from samaan.audit import stream
from samaan.retention import owndata, permissions, queries, workflow
from samaan.retention.models import Certificate, Due, Hold, OwnDataRequest, Proposal
from samaan.retention.workflow import answering
from samaan.retention.workflow.steps import PROPOSE, RELEASE
from samaan.transitions import NotPermitted

router = Router()
Source = Annotated[str, Field(max_length=60, pattern=r"^[a-z]+-[0-9a-f-]{36}$")]


class OfRecord(Schema):
    record: UUID = Field(alias="of_record")
    record_kind: str = Field(alias="of_kind")


class DueOut(OfRecord):
    retention_class: str = Field(alias="class_code")
    due_on: date


class HoldIn(Schema):
    """`ends_on`: the last day it counts; without it, until it is lifted."""

    reason: Words
    court_reference: Annotated[str, Field(max_length=200)] = ""
    ends_on: date | None = None


class HoldOut(OfRecord):
    id: UUID
    reason: str
    court_reference: str
    ends_on: date | None
    stands: bool
    placed_by: UserOut
    placed_at: datetime
    lifted_by: UserOut | None
    lifted_at: datetime | None
    lift_reason: str | None


class Why(Schema):
    reason: Words


class PlanOut(Schema):
    """How much of each kind goes with the file; `stays_…` is what another file needs."""

    counts: dict[str, int]
    due_on: date | None
    retention_class: str | None


class ProposeIn(Schema):
    """`asked`: before its time, because the person it is about asked for it."""

    reason: Words
    ground: Literal["due", "asked"] = "due"


class ProposalOut(OfRecord):
    id: UUID
    status: str
    retention_class: str = Field(alias="class_code")
    ground: str
    due_on: date | None
    reason: str
    proposed_by: UserOut
    proposed_at: datetime
    decided_by: UserOut | None
    decided_at: datetime | None
    answer: str | None


class Answer(Schema):
    answer: Words


class KeyOut(Schema):
    id: UUID
    sha256: str


class CertificateOut(OfRecord):
    """What is left for ever of a file that was destroyed."""

    id: UUID
    number: str
    records: list[UUID]
    retention_class: str = Field(alias="class_code")
    basis: str
    basis_confirmed: bool
    ground: str
    due_on: date | None
    proposed_by: UserOut
    proposed_at: datetime
    approved_by: UserOut
    approved_at: datetime
    disposed_at: datetime
    keys: list[KeyOut]
    files: int
    counts: dict[str, int]
    event: int = Field(alias="event_id")
    leaf: str


class AskIn(Schema):
    """Who asks for what is kept about the survivor, when, and how it was made sure that it is they."""

    asker: Literal["person", "guardian", "lawyer"]
    asked_on: date
    identity_check: Words
    language: Annotated[str, Field(max_length=8)]


class WishOut(Schema):
    id: UUID
    case: UUID = Field(alias="case_id")
    asker: str
    asked_on: date
    language: str
    status: str
    due_at: datetime
    answered_at: datetime | None
    documents: list[UUID]


class TextOut(Schema):
    """A text to look through: `removed` are the pieces that are taken out, each from and to."""

    source: str
    title: str
    on: date | None
    text: str
    removed: list[tuple[int, int]]
    confirmed: bool
    left_out: bool


class TextIn(Schema):
    """`text`: what was read; `more`: further words to take out, a piece a line."""

    text: Annotated[str, Field(max_length=100_000)]
    more: Annotated[str, Field(max_length=2000)] = ""
    left_out: bool = False


class DocumentIn(Schema):
    given: bool


def of_record(request: Any, model: Any, pk: UUID) -> Any:
    found = get_visible(model.objects, request.user, pk=pk)
    if found.record is None:
        raise Http404
    return found


def wish_of(request: Any, pk: UUID) -> OwnDataRequest:
    wish = get_visible(OwnDataRequest.objects.select_related("case__person"), request.user, pk=pk)
    if not RELEASE.may(request.user, wish):
        raise NotPermitted(RELEASE, wish)
    return wish


@router.get("/retention/due", response=list[DueOut])
def due(request):
    """What may be proposed for disposal, the longest due first."""
    refuse_unless(permissions.can_list(request.user))
    return list(queries.due(request.user)[: queries.SHOWN])


@router.get("/{kind}/{uuid:pk}/holds", response=list[HoldOut])
def holds(request, kind: Kind, pk: UUID):
    """Every legal hold there was on a file, with its reason."""
    file = file_of(request, kind, pk)
    stream.opened(file, by=request.user, purpose="api")
    found = Hold.objects.visible_to(request.user).filter(of_record=pk)
    return list(found.select_related("placed_by", "lifted_by"))


@router.post("/{kind}/{uuid:pk}/holds", response={201: HoldOut})
def place_hold(request, kind: Kind, pk: UUID, sent: HoldIn):
    """While it stands nothing of the file is destroyed; what was proposed is refused by it."""
    return Status(201, workflow.place_hold(file_of(request, kind, pk), by=request.user, **sent.dict()))


@router.post("/retention/holds/{uuid:pk}/lift", response=HoldOut)
def lift_hold(request, pk: UUID, sent: Why):
    """Whoever lifts it cannot then propose the disposal."""
    proved(request)
    hold = of_record(request, Hold, pk)
    workflow.lift_hold(hold, by=request.user, reason=sent.reason)
    return hold


@router.get("/{kind}/{uuid:pk}/disposal", response=PlanOut)
def plan(request, kind: Kind, pk: UUID):
    """What exactly would go with a file, and what stays."""
    file = file_of(request, kind, pk)
    if not PROPOSE.may(request.user, file):
        raise NotPermitted(PROPOSE, file)
    stream.opened(file, by=request.user, purpose="api")
    listed = Due.objects.visible_to(request.user).filter(of_record=pk).first()
    return {
        "counts": queries.plan_of(file),
        "due_on": listed and listed.due_on,
        "retention_class": listed and listed.class_code,
    }


@router.post("/{kind}/{uuid:pk}/disposal", response={201: ProposalOut})
def propose(request, kind: Kind, pk: UUID, sent: ProposeIn):
    """Propose that a closed file be destroyed; another person decides."""
    proved(request)
    return Status(201, workflow.propose_disposal(file_of(request, kind, pk), by=request.user, **sent.dict()))


@router.get("/retention/proposals", response=list[ProposalOut])
def proposals(request):
    """What waits for a second person, or for the worker."""
    refuse_unless(permissions.can_list(request.user))
    return list(queries.waiting(request.user)[: queries.SHOWN])


@router.get("/retention/proposals/{uuid:pk}", response=ProposalOut)
def proposal(request, pk: UUID):
    found = of_record(request, Proposal, pk)
    stream.opened(found, by=request.user, purpose="api")
    return found


@router.post("/retention/proposals/{uuid:pk}/approve", response=ProposalOut)
def approve(request, pk: UUID):
    """Agree, as the second person: the worker destroys it at once, and nobody can bring it back."""
    proved(request)
    found = of_record(request, Proposal, pk)
    workflow.approve_disposal(found, by=request.user)
    return found


@router.post("/retention/proposals/{uuid:pk}/refuse", response=ProposalOut)
def refuse(request, pk: UUID, sent: Answer):
    """Say no, with a reason; the file stays."""
    found = of_record(request, Proposal, pk)
    workflow.refuse_disposal(found, by=request.user, answer=sent.answer)
    return found


@router.get("/retention/certificates", response=list[CertificateOut])
def certificates(request):
    """Of what this reader could see; an auditor reads all."""
    refuse_unless(permissions.can_list(request.user))
    return list(queries.certificates(request.user)[: queries.SHOWN])


@router.get("/retention/certificates/{uuid:pk}", response=CertificateOut)
def certificate(request, pk: UUID):
    found: Certificate | None = queries.certificates(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    stream.opened(found, by=request.user, purpose="api")
    return found


@router.post("/cases/{uuid:pk}/own-data", response={201: WishOut})
def ask(request, pk: UUID, sent: AskIn):
    """Write down that the survivor, or who may speak for them, asks for what is kept; the clock begins."""
    case = file_of(request, "cases", pk)
    return Status(201, answering.record_request(case, by=request.user, **sent.dict()))


@router.get("/cases/{uuid:pk}/own-data", response=list[WishOut])
def wishes(request, pk: UUID):
    case = file_of(request, "cases", pk)
    return list(queries.own_data_of(request.user, case.pk))


@router.get("/own-data/{uuid:pk}/texts", response=list[TextOut])
def texts(request, pk: UUID):
    """Every free text of the file, with what is taken out of each."""
    proved(request)
    wish = wish_of(request, pk)
    stream.opened(wish.case, by=request.user, purpose="api")
    _everything, found = owndata.to_read(wish)
    return [
        {
            "source": one.text.source,
            "title": one.text.title,
            "on": one.text.on,
            "text": one.text.text,
            "removed": one.spans,
            "confirmed": one.confirmed is not None,
            "left_out": one.left_out,
        }
        for one in found
    ]


@router.post("/own-data/{uuid:pk}/texts/{source}", response=WishOut)
def confirm(request, pk: UUID, source: Source, sent: TextIn):
    """Say of one text that it may go without what is taken out of it, or not at all."""
    proved(request)
    wish = wish_of(request, pk)
    answering.confirm_text(wish, source, by=request.user, original=sent.text, more=sent.more, left_out=sent.left_out)
    return wish


@router.put("/own-data/{uuid:pk}/documents/{uuid:file}", response=WishOut)
def choose_document(request, pk: UUID, file: UUID, sent: DocumentIn):
    """Give one document with the copy, or not."""
    proved(request)
    wish = wish_of(request, pk)
    answering.choose_document(wish, file, by=request.user, given=sent.given)
    return wish


@router.post("/own-data/{uuid:pk}/release", response=WishOut)
def release(request, pk: UUID):
    """Let it go, once every text has been looked through."""
    proved(request)
    wish = wish_of(request, pk)
    answering.release(wish, by=request.user)
    return wish


@router.post("/own-data/{uuid:pk}/refuse", response=WishOut)
def deny(request, pk: UUID, sent: Answer):
    wish = wish_of(request, pk)
    answering.refuse(wish, by=request.user, answer=sent.answer)
    return wish


@router.get("/own-data/{uuid:pk}/copy", response=dict[str, Any])
def copy(request, pk: UUID, response: HttpResponse):
    """The released copy. That it was taken is an event."""
    proved(request)
    response.headers["Cache-Control"] = "no-store"
    return answering.take_copy(wish_of(request, pk), by=request.user).as_plain()
