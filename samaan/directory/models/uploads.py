"""A file of entries that the steward would take in: kept until it is decided, then emptied."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User


class Upload(models.Model):
    class Status(models.TextChoices):
        SHOWN = "shown", _("Shown")
        TAKEN = "taken", _("Taken in")
        DROPPED = "dropped", _("Dropped")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    data = models.BinaryField(default=bytes)
    status = models.CharField(max_length=10, choices=Status, default=Status.SHOWN)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self):
        return self.name
