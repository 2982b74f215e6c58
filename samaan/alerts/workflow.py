"""Reading one's inbox. Only the reader's own lines are touched; nothing is an event of a record."""

from datetime import time

from django.utils import timezone

from samaan.alerts.models import Alert, QuietHours


def mark_read(user, *, record_id=None, rule: str | None = None) -> int:
    """Mark a person's alerts read: all, those about a record, or those of one rule about it."""
    alerts = Alert.objects.filter(user=user, read_at=None)
    if record_id is not None:
        alerts = alerts.filter(record_id=record_id)
    if rule is not None:
        alerts = alerts.filter(rule=rule)
    return alerts.update(read_at=timezone.now())


def mark_seen(record, by) -> None:
    """Whoever looks at a record has read what their inbox says of it."""
    mark_read(by, record_id=record.record_id)


def set_quiet_hours(user, *, begins: time, ends: time) -> None:
    """From now on this person is not written to between these times about what can wait."""
    QuietHours.objects.update_or_create(user=user, defaults={"begins": begins, "ends": ends})
