"""Quiet hours: what can wait is written in the morning, in one e-mail."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import User
from samaan.alerts.models import QuietHours


def hours_of(user: User) -> tuple[time, time]:
    """From when to when this person is not written to: as they chose, else as the pack says."""
    own = QuietHours.objects.filter(user=user).first()
    usual = countrypack.pack().conversation
    return (own.begins, own.ends) if own else (usual.quiet_from, usual.quiet_until)


def until(user: User, now: datetime | None = None) -> datetime | None:
    """When the quiet in which it is now ends for this person; None by day."""
    begins, ends = hours_of(user)
    here = timezone.localtime(now)
    if not is_within(here.time(), begins, ends):
        return None
    morning = here.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1)


def is_within(moment: time, begins: time, ends: time) -> bool:
    """Also over midnight; equal times are no quiet at all."""
    if begins <= ends:
        return begins <= moment < ends
    return moment >= begins or moment < ends


def rules_that_wait() -> list[str]:
    return [rule.code for rule in countrypack.pack().alert_rules if rule.waits]
