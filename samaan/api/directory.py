"""Services, and which of them takes a person who is described, never named."""

from typing import Annotated
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from samaan.api.kit import Need, Region, of_list, refuse_unless
from samaan.directory.models import Service
from samaan.directory.queries import services_for

router = Router()


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
def find(request, wanted: Wanted = Query(...)):  # noqa: B008  # how ninja is told where it is read from
    """The services open to such a person, the agreed and nearest first."""
    refuse_unless(request.user.can("directory.view"))
    offers = services_for(**wanted.dict(exclude_none=True))
    prefetch_related_objects([offer.service for offer in offers], "places__location")
    return offers


@router.get("/services/{code}", response=ServiceOut)
def read(request, code: str):
    refuse_unless(request.user.can("directory.view"))
    found = Service.objects.select_related("organisation").filter(code=code, is_active=True).first()
    if found is None:
        raise Http404
    return found
