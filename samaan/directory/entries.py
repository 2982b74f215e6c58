"""Which entries and changes somebody may see, and what waits for the steward."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from samaan.accounts.models import User
from samaan.directory.models import Change, Fact, Service
from samaan.directory.permissions import can_steward


def changes(user: User) -> QuerySet[Change]:
    """The steward sees all; whoever keeps entries, those of the own organisation; others none."""
    found = Change.objects.select_related("service", "organisation", "proposed_by", "decided_by")
    if can_steward(user):
        return found
    return found.filter(organisation=user.organisation_id) if user.can("directory.keep") else found.none()


def kept_by(user: User) -> QuerySet[Service]:
    """The services whose entries this person keeps."""
    found = Service.objects.filter(is_active=True, organisation__is_active=True).select_related("organisation")
    if can_steward(user):
        return found
    return found.filter(organisation=user.organisation_id) if user.can("directory.keep") else found.none()


def with_freshness(services: QuerySet[Service]) -> QuerySet[Service]:
    waiting = Change.objects.filter(status=Change.Status.WAITING)
    facts = Fact.objects.select_related("verified_by")
    return services.prefetch_related(Prefetch("facts", facts), Prefetch("changes", waiting))


def overdue() -> QuerySet[Fact]:
    found = Fact.objects.filter(due_on__lte=timezone.localdate(), service__is_active=True)
    return found.select_related("service", "organisation", "verified_by").order_by("due_on")


def never_verified() -> QuerySet[Service]:
    """Services of which no fact was ever verified."""
    verified = Fact.objects.filter(service=OuterRef("pk"), verified_on__isnull=False)
    found = Service.objects.filter(is_active=True, organisation__is_active=True)
    return found.filter(~Exists(verified)).select_related("organisation")
