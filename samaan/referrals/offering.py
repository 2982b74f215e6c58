"""Which services a survivor can be referred to: those the referral map names, and that take this person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from samaan import countrypack
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.directory.finding import Offer, services_for
from samaan.directory.models import Service
from samaan.directory.terms import providers_with_terms
from samaan.directory.workflow import NoPlace
from samaan.people.models import Person
from samaan.referrals.models import Referral, Status
from samaan.referrals.outside import in_words, outside_map
from samaan.referrals.queries import need_left

# So many are offered at once to ask next.
NEXT = 3
NEEDS_ANOTHER = (Status.DECLINED, Status.EXPIRED, Status.NOT_DELIVERED, Status.SENT_BACK)


@dataclass(frozen=True)
class Offering:
    """A service for one case, and whether anybody there answers in Samaan."""

    offer: Offer
    answers: bool
    # What of it is not as the referral map says (vocabulary.OUTSIDE).
    outside: list[str] = field(default_factory=list)
    # Whether the provider has agreed to terms of reference that are in force.
    has_terms: bool = True

    @property
    def service(self) -> Service:
        return self.offer.service

    @property
    def why_outside(self) -> list[str]:
        return in_words(self.outside)


@dataclass(frozen=True)
class Group:
    """A heading of the list of needs, with the services under it."""

    code: str
    label: str
    offerings: list[Offering]


def offerings(case: Case, need: str = "", *, by: User | None = None) -> list[Offering]:
    """The services of the referral map for this person: all of them, or those for one need; the agreed order first.

    `by`: who refers; then those outside the map as well, each with what is not as it says.
    """
    person = Person.objects.filter(pk=case.person_id).first()
    found = services_for(
        need,
        is_child=case.is_child,
        sex=case.sex,
        region=case.region,
        language=person.language if person else "",
    )
    answering, agreed = organisations_that_answer(), providers_with_terms()
    return [
        Offering(
            offer,
            offer.service.organisation_id in answering,
            outside_map(case, offer.service, by) if by else [],
            offer.service.organisation_id in agreed,
        )
        for offer in found
        if (by or offer.turn is not None) and fits_age(offer.service, case)
    ]


def groups(offered: Iterable[Offering]) -> list[Group]:
    """The same, under the headings of the need groups."""
    needs = countrypack.pack().codelist("needs").entries
    by_group: dict[str, list[Offering]] = {}
    for offering in sorted(offered, key=lambda found: needs[found.service.need].order):
        by_group.setdefault(needs[offering.service.need].more.get("group", ""), []).append(offering)
    listed = countrypack.pack().codelist("need_groups").offered()
    return [Group(entry.code, entry.label, by_group[entry.code]) for entry in listed if entry.code in by_group]


@dataclass(frozen=True)
class Full:
    """A draft whose service has no place left, and who could be asked in its stead."""

    draft: Referral
    others: list[Offering]


def instead(case: Case, drafts: list[Referral], refused: Exception) -> Full | None:
    """The next ones of the ranking that have room, when what refused was a last place that is gone."""
    if not isinstance(refused, NoPlace):
        return None
    draft = next(draft for draft in drafts if draft.service_id == refused.service.pk)
    asked = {draft.service_id for draft in drafts}
    others = [o for o in offerings(case, draft.need) if o.answers and o.service.pk not in asked and not o.offer.is_full]
    return Full(draft, others[:NEXT])


def organisations_that_answer() -> set[int]:
    """Organisations where somebody answers referrals."""
    answering = User.objects.filter(is_active=True, role__permissions__contains=["referral.respond"])
    return set(answering.values_list("organisation_id", flat=True))


def fits_age(service: Service, case: Case) -> bool:
    """Whether the service takes this age band, as far as the band says."""
    band = countrypack.pack().entry("age_bands", case.age_band)
    youngest, oldest = (band.more.get("from_age"), band.more.get("to_age")) if band else ("", "")
    if service.max_age is not None and youngest and int(youngest) > service.max_age:
        return False
    return not (service.min_age is not None and oldest and int(oldest) < service.min_age)


def chosen(offered: Iterable[Offering], codes: Iterable[str]) -> list[Service]:
    """The services of these codes, in the order they are offered."""
    wanted = set(codes)
    return [offering.service for offering in offered if offering.service.code in wanted]


def others_for(referral: Referral) -> QuerySet[Service]:
    """Services for the same need by others than the provider; what it may suggest, knowing nothing more."""
    found = Service.objects.filter(need=referral.need, is_active=True, organisation__is_active=True)
    return found.exclude(organisation=referral.provider_id).select_related("organisation")


def to_ask_instead(referral: Referral, case: Case) -> list[Offering]:
    """Once a provider says no or does not answer: whom it suggests, then whom the referral map asks next."""
    if not (referral.is_late or referral.status in NEEDS_ANOTHER) or not case.is_open:
        return []
    found = next_to_ask(referral, case, need_left(referral))
    return sorted(found, key=lambda offering: offering.service.pk != referral.suggested_id)[:NEXT]


def next_to_ask(referral: Referral, case: Case, need: str = "") -> list[Offering]:
    """Whom to ask next by the referral map: those that answer, and have not been asked for it in this case yet."""
    need = need or referral.need
    asked = set(
        Referral.objects.filter(case=case, need=need).exclude(status=Status.DRAFT).values_list("service_id", flat=True)
    )
    return [
        found
        for found in offerings(case, need)
        if found.answers and found.service.pk not in asked and not found.offer.is_full
    ]
