"""The packs this installation has had, each kept whole: old records are read with the words of their time."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PackVersion(models.Model):
    """A country pack as it was loaded. Exactly one is at work."""

    code = models.CharField(max_length=20)
    version = models.CharField(max_length=40)
    checksum = models.CharField(max_length=64)
    content = models.JSONField()
    changes = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=models.Q(is_active=True), name="one_pack_at_work")
        ]
