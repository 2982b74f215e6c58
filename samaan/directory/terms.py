"""Questions asked of terms of reference."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import Organisation, User
from samaan.directory.models import TermsOfReference
from samaan.directory.permissions import can_read_terms
from samaan.directory.workflow.steps import ACCEPT, APPROVE
from samaan.transitions import steps_for

S = TermsOfReference.Status
WITH = ("provider", "organisation", "drawn_up_by", "accepted_by", "approved_by")


@dataclass(frozen=True)
class Standing:
    """A provider with its terms: those agreed last, and those in the making as far as the reader may know of them."""

    provider: Organisation
    agreed: TermsOfReference | None
    making: TermsOfReference | None

    @property
    def has_terms(self) -> bool:
        return self.agreed is not None and self.agreed.is_in_force


def in_force() -> QuerySet[TermsOfReference]:
    """What is agreed and has not run out."""
    return TermsOfReference.objects.filter(status=S.IN_FORCE, ends_on__gte=timezone.localdate()).select_related(*WITH)


def providers_with_terms() -> set[int]:
    """Organisations that agreed to terms which are in force today."""
    return set(in_force().values_list("provider_id", flat=True))


def standings(user: User) -> list[Standing]:
    """Whoever the referral map names, or has terms, by name."""
    named = {code for route in countrypack.pack().routes.values() for code in route.all_providers}
    latest: dict[tuple[int, bool], TermsOfReference] = {}
    for terms in TermsOfReference.objects.exclude(status=S.ENDED).select_related(*WITH):
        if can_read_terms(user, terms):
            latest[terms.provider_id, terms.status == S.IN_FORCE] = terms
    of_terms = {provider for provider, _agreed in latest}
    found = Organisation.objects.filter(code__in=named) | Organisation.objects.filter(pk__in=of_terms)
    return [Standing(one, latest.get((one.pk, True)), latest.get((one.pk, False))) for one in found.order_by("name")]


def to_decide(user: User, *, most: int) -> list[TermsOfReference]:
    """What waits for this person: to be accepted for their organisation, or approved for the unit."""
    waiting = TermsOfReference.objects.filter(status__in=(S.OFFERED, S.ACCEPTED)).select_related(*WITH)
    found = waiting.order_by("changed_at")
    return [one for one in found if steps_for(user, one, (ACCEPT, APPROVE))][:most]
