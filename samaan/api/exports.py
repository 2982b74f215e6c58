"""Exports: asked for, decided on by a second person, fetched in their envelope; and the keys of recipients."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Field, Router, Schema, Status

from samaan.access.records import get_visible
from samaan.api.kit import UserOut, refuse_unless
from samaan.api.sealed import proved
from samaan.audit import stream
from samaan.common import envelope
from samaan.exports import permissions, queries, workflow
from samaan.exports.models import Export, RecipientKey
from samaan.exports.views.fetching import enclosed
from samaan.exports.workflow.asking import Wanted

router = Router()
Some = Annotated[str, Field(min_length=1, max_length=500)]
Named = Annotated[str, Field(min_length=1, max_length=200)]


class WantedIn(Schema):
    """A file of one case (`case_file`, pdf) or of several (`case_list`, csv or xlsx). With the envelope `key` either
    `registered_key` or `public_key` says to whom it is encrypted."""

    kind: Literal["case_file", "case_list"]
    format: Literal["pdf", "csv", "xlsx"] = "pdf"
    cases: Annotated[list[UUID], Field(min_length=1, max_length=queries.MOST_CASES)]
    documents: list[UUID] = []
    purpose: Literal["court", "agency", "person", "supervision", "other"]
    reason: Some
    recipient: Named
    envelope: Literal["key", "password"]
    public_key: Annotated[str, Field(max_length=100)] = ""
    registered_key: UUID | None = None


class ExportOut(Schema):
    id: UUID
    reference: str
    kind: str
    format: str
    cases: list[UUID]
    cases_that_day: int
    purpose: str
    reason: str
    recipient: str
    envelope: str
    fingerprint: str
    status: str
    answer: str
    asked_by: UserOut
    asked_at: datetime
    expires_at: datetime | None

    @staticmethod
    def resolve_fingerprint(export: Any) -> str:
        return envelope.fingerprint(export.public_key) if export.public_key else ""


class Refusal(Schema):
    answer: Some


class Password(Schema):
    """Shown this once, kept nowhere."""

    password: str


class KeyIn(Schema):
    name: Named
    public_key: Annotated[str, Field(min_length=1, max_length=100)]


class KeyOut(Schema):
    id: UUID
    name: str
    public_key: str
    fingerprint: str
    status: str

    @staticmethod
    def resolve_fingerprint(key: Any) -> str:
        return envelope.fingerprint(key.public_key)


def seen(request: Any, pk: UUID) -> Export:
    found = get_visible(Export.objects.select_related("asked_by__role", "asked_by__organisation"), request.user, pk=pk)
    if not permissions.can_look(request.user, found):
        raise Http404
    return found


def key_of(request: Any, pk: UUID) -> RecipientKey:
    return get_visible(RecipientKey.objects, request.user, pk=pk)


@router.post("/exports", response={201: ExportOut})
def ask(request, sent: WantedIn):
    """Ask for a file. It takes a token that was issued for it."""
    proved(request)
    given = sent.dict()
    key = given.pop("registered_key")
    wanted = Wanted(**given, registered_key=key_of(request, key) if key else None)
    return Status(201, workflow.ask(wanted, by=request.user))


@router.get("/exports", response=list[ExportOut])
def exports(request, waiting: bool = False):
    """The reader's own; with `waiting` those that wait for the reader as the second person."""
    return queries.to_decide(request.user) if waiting else queries.own(request.user)


@router.get("/exports/recipients", response=list[KeyOut])
def recipients(request):
    """The registered keys of the reader's organisation."""
    refuse_unless(request.user.can(permissions.ASK) or request.user.can(permissions.APPROVE))
    return queries.all_keys(request.user)


@router.post("/exports/recipients", response={201: KeyOut})
def register(request, sent: KeyIn):
    """Register a key; somebody else approves it."""
    proved(request)
    return Status(201, workflow.register(sent.name, sent.public_key, by=request.user))


@router.post("/exports/recipients/{uuid:pk}/approve", response=KeyOut)
def confirm(request, pk: UUID):
    """The fingerprint was compared with the recipient, by somebody else than registered it."""
    proved(request)
    key = key_of(request, pk)
    workflow.confirm(key, by=request.user)
    return key


@router.post("/exports/recipients/{uuid:pk}/withdraw", response=KeyOut)
def withdraw(request, pk: UUID):
    """Nothing is encrypted to it any more."""
    key = key_of(request, pk)
    workflow.withdraw(key, by=request.user)
    return key


@router.get("/exports/{uuid:pk}", response=ExportOut)
def one(request, pk: UUID):
    """For whoever asked, and whoever may decide."""
    found = seen(request, pk)
    stream.opened(found, by=request.user, purpose="api")
    return found


@router.post("/exports/{uuid:pk}/approve", response=ExportOut)
def approve(request, pk: UUID):
    """Let it be made, by somebody who sees the same cases."""
    proved(request)
    found = seen(request, pk)
    workflow.approve(found, by=request.user)
    return found


@router.post("/exports/{uuid:pk}/refuse", response=ExportOut)
def refuse(request, pk: UUID, sent: Refusal):
    """Say no, with a reason."""
    found = seen(request, pk)
    workflow.refuse(found, by=request.user, answer=sent.answer)
    return found


@router.post("/exports/{uuid:pk}/unlock", response=Password)
def unlock(request, pk: UUID, response: HttpResponse):
    """Put the file under a new password; from then on it exists under that alone."""
    proved(request)
    response.headers["Cache-Control"] = "no-store"
    return {"password": workflow.unlock(seen(request, pk), by=request.user)}


@router.post("/exports/{uuid:pk}/file")
def file(request, pk: UUID):
    """The file in its envelope."""
    proved(request)
    name, content = workflow.fetch(seen(request, pk), by=request.user)
    return enclosed(name, content)
