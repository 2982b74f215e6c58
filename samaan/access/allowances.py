"""So often within an hour: one row a person, counted by one at a time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from samaan.accounts.models import User

HOUR = timedelta(hours=1)


class Allowance(models.Model):
    """How often somebody did something, in the hour that began with the first of it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @classmethod
    def use(cls, user: User, most: int) -> datetime | None:
        """Use one; answers with nothing, or, when none is left, with when the next hour begins."""
        now = timezone.now()
        rows = cls._default_manager
        rows.get_or_create(user=user)
        allowance = rows.select_for_update().get(user=user)
        if allowance.began_at <= now - HOUR:
            allowance.began_at, allowance.used = now, 0
        if allowance.used >= most:
            return allowance.began_at + HOUR
        allowance.used += 1
        allowance.save(update_fields=["began_at", "used"])
        return None
