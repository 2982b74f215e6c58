"""The booklet as it was made last, in each language."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from samaan.countrypack.models import PackVersion

# A job that has not come so far by then has failed; it may be asked for anew.
PATIENCE = timedelta(minutes=10)


class Booklet(models.Model):
    """One in each language, replaced by the next. It holds what every colleague may read, and no survivor."""

    language = models.CharField(max_length=5, primary_key=True)
    data = models.BinaryField(default=bytes)
    map_version = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    @property
    def is_being_made(self) -> bool:
        waits = self.made_at is None or self.made_at < self.asked_at
        return waits and self.asked_at > timezone.now() - PATIENCE
