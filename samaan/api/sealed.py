"""Sealed fields: written by whoever may, opened only with a token that was issued for it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Field, Router, Schema

from samaan.access.records import get_visible
from samaan.alerts import registry
from samaan.api.kit import UserOut, of_list
from samaan.sealed import permissions, queries, workflow
from samaan.sealed.classes import CLASSES
from samaan.sealed.models import Request, SealedField

router = Router()
Some = Annotated[str, Field(min_length=1, max_length=500)]


class NotForThisToken(Exception):
    """The token was not issued for opening sealed fields."""


class Why(Schema):
    """Why it is opened: a code of the list reveal_reasons, and what for."""

    reason: Annotated[str, of_list("reveal_reasons")]
    words: Some


class Opened(Schema):
    """What stands in the field. Whoever answers for the record has been told who read it."""

    field: str
    value: dict[str, str]
    shown_to: str
    at: datetime


class RequestOut(Schema):
    """Somebody asks for a second person."""

    id: UUID
    field: str = Field(alias="sealed_class")
    record: UUID = Field(alias="of_record")
    record_kind: str = Field(alias="of_kind")
    status: str
    reason: str
    words: str
    answer: str
    beyond_limit: bool
    asked_by: UserOut
    asked_at: datetime
    valid_until: datetime | None


class Refusal(Schema):
    answer: Some


class Value(Schema):
    """The parts of the field by their codes."""

    value: dict[str, Annotated[str, Field(max_length=2000)]]


class Entered(Schema):
    """The new value is sealed; `version` counts the values there have been."""

    id: UUID
    field: str = Field(alias="sealed_class")
    version: int


def proved(request: Any) -> None:
    """A program cannot prove anew who its user is: the token must have been issued for this."""
    if not request.api_token.may_reveal:
        raise NotForThisToken


def visible(request: Any, pk: UUID) -> SealedField:
    field = get_visible(SealedField.objects, request.user, pk=pk)
    if field.record is None:
        raise Http404
    return field


def asked(request: Any, pk: UUID) -> Request:
    found = get_visible(Request.objects.select_related("asked_by"), request.user, pk=pk)
    if found.record is None or not permissions.can_look(request.user, found):
        raise Http404
    return found


@router.put("/sealed/{name}/of/{uuid:record}", response=Entered)
def enter(request, name: str, record: UUID, sent: Value):
    """Seal a new value. The parts of each field: `GET /sealed/fields`."""
    named = CLASSES.get(name)
    if named is None:
        raise Http404
    found = get_visible(registry.MODELS[named.record_kind].objects, request.user, pk=record)
    return workflow.enter(found, name, sent.value, by=request.user)


@router.post("/sealed/{uuid:pk}/reveal", response=Opened)
def reveal(request, pk: UUID, sent: Why, response: HttpResponse):
    """Open one field once. It is an event, and whoever answers for the record is told."""
    proved(request)
    found = workflow.reveal(visible(request, pk), by=request.user, **sent.dict())
    response.headers["Cache-Control"] = "no-store"
    return {
        "field": found.field.sealed_class,
        "value": found.value,
        "shown_to": found.user.full_name,
        "at": found.at,
    }


@router.post("/sealed/{uuid:pk}/ask", response=RequestOut)
def ask(request, pk: UUID, sent: Why):
    """Ask that a second person approve; everybody who may is told."""
    return workflow.ask(visible(request, pk), by=request.user, **sent.dict())


@router.get("/sealed/requests", response=list[RequestOut])
def requests(request):
    """What waits for the reader's approval."""
    return queries.to_decide(request.user)


@router.get("/sealed/requests/{uuid:pk}", response=RequestOut)
def one_request(request, pk: UUID):
    """A request: for whoever asked, and whoever may decide."""
    return asked(request, pk)


@router.post("/sealed/requests/{uuid:pk}/approve", response=RequestOut)
def approve(request, pk: UUID):
    """Allow whoever asked to open that field once, within fifteen minutes."""
    proved(request)
    found = asked(request, pk)
    workflow.approve(found, by=request.user)
    return found


@router.post("/sealed/requests/{uuid:pk}/refuse", response=RequestOut)
def refuse(request, pk: UUID, sent: Refusal):
    """Say no, with a reason."""
    found = asked(request, pk)
    workflow.refuse(found, by=request.user, answer=sent.answer)
    return found


class PartOut(Schema):
    code: str
    label: str


class FieldOut(Schema):
    """A kind of sealed field: of which records, and what it holds."""

    field: str
    record_kind: str
    label: str
    parts: list[PartOut]


@router.get("/sealed/fields", response=list[FieldOut])
def fields(request):
    """What is sealed."""
    return [
        {
            "field": named.code,
            "record_kind": named.record_kind,
            "label": str(named.label),
            "parts": [{"code": part.code, "label": str(part.label)} for part in named.parts],
        }
        for named in CLASSES.values()
    ]
