"""A provider is reminded of a referral by somebody who does not see into it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.insights.permissions import can_steer
from samaan.insights.steering import Waiting

NOT_MORE_OFTEN_THAN = timedelta(hours=12)


class RemindedJustNow(Exception):
    """Somebody has reminded them of it already; once in twelve hours is enough."""


@transaction.atomic
def remind_provider(referral: Waiting, *, by: User) -> None:
    """Send the provider's people the reminder again: the event now, what its rules say by the worker."""
    if not can_steer(by):
        raise PermissionDenied
    if referral.reminded_at and referral.reminded_at > timezone.now() - NOT_MORE_OFTEN_THAN:
        raise RemindedJustNow
    stream.append("referral.reminded", record=referral, by=by)
    app.configure_task("samaan.insights.jobs.tell_provider", queue="alerts").defer(referral_id=str(referral.record_id))
