"""The place a referral holds with its service, where the service counts them (samaan.directory.workflow.places)."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from samaan import countrypack
from samaan.directory import workflow
from samaan.directory.models.capacity import Kind
from samaan.referrals.guest import Actor, account_of
from samaan.referrals.models import Referral

# Only for a pack that names no such clock.
HOLD_FOR = timedelta(hours=24)


def hold(referral: Referral) -> None:
    """Keep a place while the provider has not answered. Raises NoPlace."""
    if not referral.without_place:
        lasting = countrypack.pack().clock("place.hold", referral.priority) or HOLD_FOR
        workflow.hold_place(referral.service, referral=referral, until=timezone.now() + lasting)


def take(referral: Referral) -> None:
    """The provider has said yes."""
    workflow.take_place(referral.service, referral=referral)


def give_back(referral: Referral) -> None:
    """It has come to an end, or was refused."""
    workflow.release_place(referral)


def count_sessions(referral: Referral, sessions: int, *, by: Actor) -> None:
    """Funded sessions were given."""
    workflow.count_sessions(referral.service, sessions, by=account_of(by))


def has_sessions(pk: UUID) -> bool:
    """Whether the service asked counts funded sessions."""
    return Referral.objects.filter(pk=pk, service__capacities__kind=Kind.SESSIONS).exists()
