"""The packs and forms this installation has had, each kept whole: old records are read with the words of their time."""

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
    # The earlier version this one put to work again.
    back_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=models.Q(is_active=True), name="one_pack_at_work")
        ]


class FormVersion(models.Model):
    """An XLSForm as it was loaded, with the lists beside it: what was filled in is read with the form of its time."""

    form_id = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64, unique=True)
    workbook = models.BinaryField()
    # The CSV files it chooses from, by their names.
    lists = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["form_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["form_id", "version"], name="one_workbook_a_form_version")]

    def __str__(self):
        return f"{self.form_id} {self.version}"
