"""Services, and which of them takes a person who is described, never named."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field, field_validator

from samaan.api.kit import Need, Region, of_list, refuse_unless
from samaan.directory import finding, room, workflow
from samaan.directory.finding import Point, Somebody, services_for
from samaan.directory.forms import MOST_PEOPLE
from samaan.directory.models import Capacity, Service

router = Router()
# Read from the address: somebody described, never named.
Described = Query(...)


class Wanted(Schema):
    """What is needed, and what decides whether a service takes the person. Anything may be left open."""

    need: Need | None = None
    age: int | None = Field(None, ge=0, le=120)
    is_child: bool | None = None
    sex: Annotated[str, of_list("sex")] | None = None
    region: Region | None = None
    language: Annotated[str, of_list("languages")] | None = None


class OrganisationOut(Schema):
    code: str
    name: str


class ServiceOut(Schema):
    id: UUID
    code: str
    name: str
    need: str
    organisation: OrganisationOut
    min_age: int | None
    max_age: int | None
    sexes: list[str]
    languages: list[str]
    regions: list[str]
    always_open: bool
    opening: str
    note: str
    phone: str
    whatsapp: str
    email: str
    address: str
    answer_hours: int | None

    @staticmethod
    def resolve_opening(service) -> str:
        return service.opening_words


class OfferOut(Schema):
    """A service, why it is offered at this place, and what to mind. `turn`: its place in the referral map."""

    service: ServiceOut
    turn: int | None
    reasons: list[str]
    cautions: list[str]


@router.get("/services", response=list[OfferOut])
def find(request, wanted: Wanted = Described):
    """The services open to such a person, the agreed and nearest first."""
    refuse_unless(request.user.can("directory.view"))
    offers = services_for(**wanted.dict(exclude_none=True))
    prefetch_related_objects([offer.service for offer in offers], "places__location")
    return offers


class NamedOut(Schema):
    id: UUID
    code: str
    name: str


class LeftOutOut(Schema):
    """Why services are left out, how many, and the first few by name."""

    reason: str
    count: int
    services: list[NamedOut]


class FoundOut(Schema):
    """`total` may be more than the offers given; `instead`: what else of the same kind takes these people."""

    offers: list[OfferOut]
    total: int
    left_out: list[LeftOutOut]
    instead: list[OfferOut]


ALSO_ASKED = ("region", "language", "nationality", "status", "household")


class Asked(Schema):
    """`person`, once for each of up to four who are placed together: `female:16`, `female:12-17`, `male:18-`.

    `later`: what is full or closed now is offered, too.
    """

    need: Need
    person: Annotated[list[str], Field(max_length=MOST_PEOPLE)] = []
    region: Region | None = None
    language: Annotated[str, of_list("languages")] | None = None
    nationality: Annotated[str, of_list("nationality")] | None = None
    status: Annotated[str, of_list("immigration_status")] | None = None
    household: Annotated[str, of_list("households")] | None = None
    later: bool = False

    @field_validator("person")
    @classmethod
    def describes(cls, written: list[str]) -> list[str]:
        for one in written:
            if Somebody.read(one) is None:
                raise ValueError("female:16, female:12-17 or male:18-")
        return written

    def wanted(self, near: str) -> finding.Wanted:
        people = tuple(filter(None, (Somebody.read(one) for one in self.person))) or (Somebody(),)
        also = {name: getattr(self, name) or "" for name in ALSO_ASKED}
        return finding.Wanted(self.need, people, now=not self.later, near=Point.read(near), **also)


@router.get("/finder", response=FoundOut)
def find_for(request, asked: Asked = Described):
    """Who takes these people together, ranked, and why the others do not. A position comes as the header X-Near."""
    refuse_unless(request.user.can("directory.view"))
    wanted = asked.wanted(request.headers.get("X-Near", ""))
    found = finding.find(wanted)
    if not found.total:
        workflow.count_unmet(wanted)
    return found


@router.get("/services/{code}", response=ServiceOut)
def read(request, code: str):
    refuse_unless(request.user.can("directory.view"))
    found = Service.objects.select_related("organisation").filter(code=code, is_active=True).first()
    if found is None:
        raise Http404
    return found


class RoomOut(Schema):
    """How much room a service has of a kind. `free` as last said, `held` of them for referrals; `as_of`: said when."""

    id: UUID
    service: str
    name: str
    organisation: str
    kind: str
    contracted: int
    free: int | None
    held: int
    available: int
    used: int
    funder: str
    starts_on: date | None
    ends_on: date | None
    as_of: datetime | None
    words: str

    @staticmethod
    def resolve_service(capacity) -> str:
        return capacity.service.code

    @staticmethod
    def resolve_name(capacity) -> str:
        return capacity.service.name

    @staticmethod
    def resolve_organisation(capacity) -> str:
        return capacity.service.organisation.name

    @staticmethod
    def resolve_words(capacity) -> str:
        return room.words(capacity)


class FreeIn(Schema):
    free: int = Field(ge=0, le=10_000)


@router.get("/free-places", response=list[RoomOut])
def free_places(request, need: Need | None = None, page: int = Query(1, ge=1, le=1000)):
    """The services that say how much room they have, forty at a time; one's own on the first page."""
    refuse_unless(request.user.can("directory.view"))
    shown = room.board(request.user, need=need or "", page=page)
    return [line.capacity for line in (*shown.own, *shown.others)]


@router.post("/free-places/{pk}", response=RoomOut)
def say_free(request, pk: UUID, sent: FreeIn):
    """Say how many are free now."""
    found = Capacity.objects.select_related("service__organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    workflow.say_free(found, by=request.user, free=sent.free)
    return found
