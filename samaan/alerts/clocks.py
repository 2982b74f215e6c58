"""Deadlines on records."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from samaan.alerts.models import Clock


@transaction.atomic
def start(record, name: str, *, lasting: timedelta) -> None:
    """Start a record's clock anew; one that still runs under this name is stopped."""
    meet(record, name)
    Clock(
        name=name,
        record_kind=record.record_kind,
        record_id=record.record_id,
        due_at=timezone.now() + lasting,
    ).save(force_insert=True)


def meet(record, name: str) -> None:
    """What was waited for has been done."""
    Clock.objects.filter(record_id=record.record_id, name=name, met_at=None).update(met_at=timezone.now())


def running(record_ids) -> dict:
    """Running clocks by record id, soonest first, with one query: for lists and record pages."""
    clocks: dict = {}
    for clock in Clock.objects.filter(record_id__in=record_ids, met_at=None).order_by("due_at"):
        clocks.setdefault(clock.record_id, []).append(clock)
    return clocks
