"""Limits of the day, more for today, and what was unusual."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Field, Router, Schema, Status

from samaan.access.records import get_visible
from samaan.api.kit import UserOut, refuse_unless
from samaan.api.sealed import proved
from samaan.audit import stream
from samaan.watching import permissions, queries, workflow
from samaan.watching.models import Concern, More
from samaan.watching.workflow.asking import MOST_MORE

router = Router()
Some = Annotated[str, Field(min_length=1, max_length=500)]


class UsedOut(Schema):
    """What was used today of what one may."""

    what: str
    used: int
    limit: int


class MoreIn(Schema):
    """More of something, today. `reason` names nobody."""

    what: str
    number: Annotated[int, Field(ge=1, le=MOST_MORE)]
    reason: Some


class MoreOut(Schema):
    id: UUID
    what: str
    number: int
    day: date
    reason: str
    status: str
    answer: str
    user: UserOut
    asked_at: datetime


class Refusal(Schema):
    answer: Some


class ConcernOut(Schema):
    """Something unusual, in numbers; `user` is whom it is about, none where many opened one file."""

    id: UUID
    rule: str
    day: date
    user: UserOut | None
    numbers: dict[str, Any]
    status: str
    finding: str
    raised_at: datetime


class FindingIn(Schema):
    finding: Literal["explained", "talked_to", "locked", "passed_on"]
    words: Annotated[str, Field(min_length=1, max_length=1000)]


def more_of(request: Any, pk: UUID) -> More:
    found = get_visible(More.objects.select_related("user"), request.user, pk=pk)
    if not permissions.can_look(request.user, found):
        raise Http404
    return found


def concern_of(request: Any, pk: UUID) -> Concern:
    found = get_visible(Concern.objects.select_related("user"), request.user, pk=pk)
    if not permissions.can_close(request.user, found):
        raise Http404
    return found


@router.get("/limits", response=list[UsedOut])
def limits(request):
    """What the reader used today."""
    return [{"what": what, "used": used, "limit": limit} for what, used, limit in queries.day_of(request.user)]


@router.post("/limits/more", response={201: MoreOut})
def ask_for_more(request, sent: MoreIn):
    """Ask somebody else to allow more, for today."""
    return Status(201, workflow.ask(sent.what, by=request.user, number=sent.number, reason=sent.reason))


@router.get("/limits/more", response=list[MoreOut])
def wishes(request):
    """What waits for the reader's answer."""
    return queries.to_decide(request.user)


@router.get("/limits/more/{uuid:pk}", response=MoreOut)
def one_wish(request, pk: UUID):
    """For whoever asked, and whoever may answer."""
    return more_of(request, pk)


@router.post("/limits/more/{uuid:pk}/grant", response=MoreOut)
def grant(request, pk: UUID):
    """Allow it, for the day it was asked on."""
    proved(request)
    found = more_of(request, pk)
    workflow.grant(found, by=request.user)
    return found


@router.post("/limits/more/{uuid:pk}/refuse", response=MoreOut)
def refuse(request, pk: UUID, sent: Refusal):
    """Say no, with a reason."""
    found = more_of(request, pk)
    workflow.refuse(found, by=request.user, answer=sent.answer)
    return found


@router.get("/concerns", response=list[ConcernOut])
def concerns(request, status: Literal["open", "closed"] = "open"):
    """What was unusual, for whoever may close it."""
    refuse_unless(permissions.can_watch(request.user))
    return [shown(concern) for concern in queries.concerns(request.user, status=status)]


@router.get("/concerns/{uuid:pk}", response=ConcernOut)
def one_concern(request, pk: UUID):
    found = concern_of(request, pk)
    stream.opened(found, by=request.user, purpose="api")
    return shown(found)


@router.post("/concerns/{uuid:pk}/close", response=ConcernOut)
def close(request, pk: UUID, sent: FindingIn):
    """Say what it was; it stays on the record."""
    proved(request)
    found = concern_of(request, pk)
    workflow.close(found, by=request.user, finding=sent.finding, words=sent.words)
    return shown(found)


def shown(concern: Concern) -> dict:
    """Who the many readers are is for the one who looks into it to find out; their number is told."""
    numbers = {name: value for name, value in concern.numbers.items() if name != "readers_are"}
    fields = ("id", "rule", "day", "user", "status", "finding", "raised_at")
    return {name: getattr(concern, name) for name in fields} | {"numbers": numbers}
