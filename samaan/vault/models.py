"""Data keys, encrypted files and answers held for their writer."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from samaan.vault.fields import EncryptedText


class DataKey(models.Model):
    """The key of one record, wrapped by the master key. Destroying it erases the record."""

    record_id = models.UUIDField(primary_key=True)
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()


class StoredFile(models.Model):
    """A document of a record, encrypted on disk under the record's key; see samaan.vault.files."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=20)
    name = EncryptedText()
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["stored_at"]

    @property
    def url(self) -> str:
        """Where it is downloaded; the page there asks who wants it."""
        return reverse("access:file", args=[self.pk])


class HeldAnswers(models.Model):
    """A form sent after the session had ended: kept, encrypted, for the same person to take up again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_answers")
    path = models.CharField(max_length=300)
    sealed = models.BinaryField()
    held_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_held_form_per_page")]
