"""What passes the walls around a file: who opened it, openings in an emergency, disclosures.

A program cannot open a file in an emergency: that takes a person who has just proved who they are.
"""

from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema, Status

from samaan.access.records import compartments_of, get_visible
from samaan.alerts import registry
from samaan.api.kit import UserOut, Words, colleague, refuse_unless
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.cases.permissions import can_see_readers as sees_readers_of_case
from samaan.walls import offers, openings, queries
from samaan.walls.models import Disclosed, Disclosure, EmergencyAccess
from samaan.walls.permissions import can_disclose, can_see_readers, ends_emergencies, reviews_emergencies
from samaan.walls.workflow import disclosing, emergency

router = Router()
Kind = Literal["cases", "reports"]
KINDS = {"cases": "case", "reports": "report"}


class OpeningOut(Schema):
    """Looks of one person in a row."""

    person: UserOut | None
    organisation: str
    what: list[str]
    first: datetime
    last: datetime
    times: int

    @staticmethod
    def resolve_organisation(line) -> str:
        return line.person.organisation.code if line.person else ""


class EmergencyOut(Schema):
    id: UUID
    user: UserOut
    compartments: list[str]
    reason: str
    began_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    reviewed_at: datetime | None
    justified: bool | None
    what_follows: str | None


class Review(Schema):
    justified: bool
    what_follows: str = ""


class ItemOut(Schema):
    code: str
    label: str
    value: str


class ToDisclose(Schema):
    """What this giver can say of the file, and whom they can tell."""

    items: list[ItemOut]
    people: list[UserOut]


class DiscloseIn(Schema):
    """`to`: an e-mail address. `items`: codes of what can be disclosed. `until`: the last day."""

    to: str
    items: list[str] = []
    words: str = ""
    reason: Words
    until: date


class DisclosureOut(Schema):
    id: UUID
    given_by: UserOut
    given_to: UserOut
    given_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    is_running: bool
    items: list[str]


class ContentOut(DisclosureOut):
    """`said`: only for the two of them, and only while it lasts."""

    said: list[dict[str, str]] | None
    words: str | None


def file_of(request, kind: Kind, pk: UUID) -> Any:
    found = registry.MODELS[KINDS[kind]].objects.select_related("organisation")
    return get_visible(found, request.user, pk=pk)


def sees_readers(request, file: Any) -> bool:
    return sees_readers_of_case(request.user, file) if isinstance(file, Case) else can_see_readers(request.user)


@router.get("/{kind}/{pk}/openings", response=list[OpeningOut])
def openings_of(request, kind: Kind, pk: UUID, person: int | None = None):
    """Who opened the file, newest first; several looks of one person in a row are one line."""
    file = file_of(request, kind, pk)
    refuse_unless(sees_readers(request, file))
    stream.opened(file, by=request.user, purpose="api")
    return openings.openings_of(pk, compartments_of(file, request.user), person_id=person).lines


@router.get("/{kind}/{pk}/emergencies", response=list[EmergencyOut])
def emergencies(request, kind: Kind, pk: UUID):
    """Every opening of the file in an emergency, with its reason and its review."""
    file = file_of(request, kind, pk)
    refuse_unless(sees_readers(request, file))
    stream.opened(file, by=request.user, purpose="api")
    return list(queries.emergencies_of(request.user, pk))


@router.post("/emergencies/{pk}/end", response=EmergencyOut)
def end_emergency(request, pk: UUID):
    access = get_visible(EmergencyAccess.objects.select_related("user"), request.user, pk=pk)
    refuse_unless(ends_emergencies(request.user, access))
    emergency.end_emergency(access, by=request.user)
    return access


@router.post("/emergencies/{pk}/review", response=EmergencyOut)
def review_emergency(request, pk: UUID, sent: Review):
    """Say whether it was justified, and what follows; never of one's own."""
    access = get_visible(EmergencyAccess.objects.select_related("user"), request.user, pk=pk)
    refuse_unless(reviews_emergencies(request.user, access))
    emergency.review_emergency(access, by=request.user, **sent.dict())
    return access


@router.get("/{kind}/{pk}/disclosures", response=list[DisclosureOut])
def disclosures(request, kind: Kind, pk: UUID):
    """What crossed from the file or to it: that it did, not what was said."""
    file = file_of(request, kind, pk)
    stream.opened(file, by=request.user, purpose="api")
    return list(queries.disclosures_of(request.user, pk))


@router.get("/{kind}/{pk}/to-disclose", response=ToDisclose)
def to_disclose(request, kind: Kind, pk: UUID):
    file = file_of(request, kind, pk)
    refuse_unless(can_disclose(request.user, file))
    stream.opened(file, by=request.user, purpose="api")
    people = [each.user for each in disclosing.recipients(file, request.user)]
    items = [{"code": i.code, "label": str(i.label), "value": i.value} for i in offers.items_of(file, request.user)]
    return {"items": items, "people": people}


@router.post("/{kind}/{pk}/disclosures", response={201: DisclosureOut})
def disclose(request, kind: Kind, pk: UUID, sent: DiscloseIn):
    """Give single statements of the file to one colleague on the other side of its matter, until a day."""
    file = file_of(request, kind, pk)
    given = sent.dict(exclude={"to", "until"})
    until = timezone.make_aware(datetime.combine(sent.until, time.max))
    made = disclosing.disclose(file, by=request.user, to=colleague(sent.to), until=until, **given)
    return Status(201, made)


@router.get("/disclosures/{pk}", response=ContentOut)
def disclosure(request, pk: UUID):
    """What was given. Reading is an event."""
    given = get_visible(Disclosure.objects.select_related("given_by", "given_to"), request.user, pk=pk)
    stream.opened(given, by=request.user, purpose="api")
    content = Disclosed.objects.visible_to(request.user).filter(pk=given.content_id).first()
    shown = {name: getattr(given, name) for name in DisclosureOut.model_fields}
    return shown | {"said": content.items if content else None, "words": content.words if content else None}


@router.post("/disclosures/{pk}/end", response=DisclosureOut)
def end_disclosure(request, pk: UUID):
    """Take it back: the other side cannot read it any more."""
    found = Disclosure.objects.select_related("given_by", "given_to", "organisation")
    given = get_visible(found, request.user, pk=pk)
    disclosing.end_disclosure(given, by=request.user)
    return given
