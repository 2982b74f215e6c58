"""The place a referral holds with its service, where the service counts them (samaan.directory.workflow.places)."""

from datetime import timedelta

from django.utils import timezone

from samaan import countrypack
from samaan.directory import workflow
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
