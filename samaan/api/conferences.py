"""Case conferences: convened, people invited to each item, what was said and decided."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID, uuid4

from ninja import Field, Router, Schema
from ninja import Status as Answer
from pydantic import AwareDatetime

from samaan.access.records import get_visible
from samaan.api.kit import Compartment, Done, UserOut, Words, colleague, done, refuse_unless
from samaan.audit import stream
from samaan.conferences import permissions, queries, workflow
from samaan.conferences.models import AgendaItem, Conference
from samaan.conferences.workflow import STEPS

router = Router()


class ItemLine(Schema):
    id: UUID
    reference: str
    number: int
    why: list[str]


class ConferenceOut(Schema):
    """`items`: as far as they are open to the caller."""

    id: UUID
    reference: str
    status: str
    meets_at: datetime
    convened_by: UserOut
    items: list[ItemLine]


class MinuteOut(Schema):
    text: str
    written_by: UserOut
    written_at: datetime


class DecisionOut(Schema):
    text: str
    owner: UserOut
    due: date
    task: UUID = Field(alias="task_id")


class ItemOut(ItemLine):
    case: UUID | None
    meets_at: datetime
    participants: list[UserOut]
    minutes: list[MinuteOut]
    decisions: list[DecisionOut]


class Convene(Schema):
    meets_at: AwareDatetime


class Invite(Schema):
    """`user`: a colleague's address."""

    user: str


class MinuteIn(Schema):
    text: Words


class Decide(Schema):
    """`owner`: a colleague's address, who must see this part of the case. `client_id`: sent twice it is one."""

    text: Annotated[str, Field(min_length=1, max_length=500)]
    owner: str
    due: date
    compartment: Compartment = "care"
    client_id: UUID = Field(default_factory=uuid4)


@router.get("/conferences", response=list[ConferenceOut])
def conferences(request):
    """Those the caller convenes or is invited to, the latest first."""
    refuse_unless(permissions.can_list(request.user))
    return [conference_out(found, request) for found in queries.latest(request.user)]


@router.post("/conferences", response={201: ConferenceOut})
def convene(request, sent: Convene):
    """Convene: the rules of the pack make the agenda of the cases the caller sees."""
    return Answer(201, conference_out(workflow.convene_conference(by=request.user, meets_at=sent.meets_at), request))


@router.get("/conferences/{pk}", response=ConferenceOut)
def read(request, pk: UUID):
    conference = get_visible(queries.visible(request.user), request.user, pk=pk)
    stream.opened(conference, by=request.user, purpose="api")
    return conference_out(conference, request)


def conference_out(conference: Conference, request) -> dict:
    known = {name: getattr(conference, name) for name in ConferenceOut.model_fields if name != "items"}
    return known | {"items": queries.items_of(conference, request.user)}


@router.post("/conferences/{pk}/held", response=Done)
def hold(request, pk: UUID):
    """It took place."""
    conference = get_visible(queries.visible(request.user), request.user, pk=pk)
    workflow.hold_conference(conference, by=request.user)
    return done(request, conference, STEPS)


@router.get("/agenda-items/{pk}", response=ItemOut)
def read_item(request, pk: UUID):
    """One case on an agenda; minutes and decisions for those who care for the case or are invited to it."""
    item = one(request, pk)
    stream.opened(item, by=request.user, purpose="api")
    return {
        "id": item.pk,
        "reference": item.reference,
        "number": item.number,
        "why": item.why,
        "case": item.case_seen.pk if item.case_seen else None,
        "meets_at": item.meets_at,
        "participants": [found.user for found in item.participants.select_related("user")],
        "minutes": list(item.minutes.select_related("written_by")),
        "decisions": list(item.decisions.select_related("owner")),
    }


@router.post("/agenda-items/{pk}/participants", response={204: None})
def invite(request, pk: UUID, sent: Invite):
    """Open this item, and no other, to somebody for a time."""
    workflow.invite_participant(one(request, pk), by=request.user, user=colleague(sent.user, "user"))
    return Answer(204, None)


@router.post("/agenda-items/{pk}/minutes", response={201: MinuteOut})
def minute(request, pk: UUID, sent: MinuteIn):
    """Write down what was said; nobody changes it afterwards."""
    return Answer(201, workflow.write_minute(one(request, pk), by=request.user, text=sent.text))


@router.post("/agenda-items/{pk}/decisions", response={201: DecisionOut})
def decide(request, pk: UUID, sent: Decide):
    """What was decided becomes a task of the case."""
    asked = sent.dict()
    nonce, owner = asked.pop("client_id"), colleague(asked.pop("owner"), "owner")
    return Answer(201, workflow.decide(one(request, pk), by=request.user, owner=owner, nonce=nonce, **asked))


def one(request, pk: UUID) -> AgendaItem:
    found = get_visible(queries.items_seen(request.user), request.user, pk=pk)
    return queries.named([found], request.user)[0]
