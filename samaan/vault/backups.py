"""The backups that were made, as the program remembers them, and whether the last one is too long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from samaan.vault.models import Backup


def newest(most: int) -> list[Backup]:
    return list(Backup.objects.all()[:most])


def last() -> Backup | None:
    return Backup.objects.first()


def is_late(now: datetime | None = None) -> bool:
    """Whether the last backup is older than SAMAAN_BACKUP_HOURS, or there is none. A demo makes none."""
    hours = settings.CONFIG.backup_hours
    if not hours or settings.CONFIG.demo:
        return False
    newest = last()
    return newest is None or newest.made_at < (now or timezone.now()) - timedelta(hours=hours)
