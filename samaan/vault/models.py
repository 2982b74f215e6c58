"""Data keys, encrypted files and answers held for their writer."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.vault.fields import EncryptedText
from samaan.vault.filetypes import removes_details


class DataKey(models.Model):
    """The key of one record, wrapped by the master key. Destroying it erases the record."""

    record_id = models.UUIDField(primary_key=True)
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()


class FileState(models.TextChoices):
    KEPT = "kept", _("Kept")
    CHECKING = "checking", _("Being checked for viruses")
    INFECTED = "infected", _("Locked away: a virus was found")


class StoredFile(models.Model):
    """A document of a record, encrypted under the record's key; see samaan.vault.files.

    `sha256` is that of what arrived; `kept_sha256` that of what is kept, empty when nothing was taken out.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=20)
    name = EncryptedText()
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_sha256 = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=FileState, default=FileState.KEPT)
    # Set on the untouched original of evidence: the document that was made from it.
    original_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="original")
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["stored_at"]
        indexes = [
            models.Index(fields=["stored_at"], name="file_to_check", condition=models.Q(state=FileState.CHECKING))
        ]

    @property
    def is_open(self) -> bool:
        return self.state == FileState.KEPT

    @property
    def hash_of_kept(self) -> str:
        return self.kept_sha256 or self.sha256

    @property
    def removes_details(self) -> bool:
        """Whether files of this type are kept without what they say about maker, place and time."""
        return removes_details(self.content_type)

    @property
    def url(self) -> str:
        """Where it is downloaded; the page there asks who wants it."""
        return reverse("access:file", args=[self.pk])


class Upload(models.Model):
    """A file on its way in, in pieces, each encrypted as it comes; see samaan.vault.uploads.

    Row security shows it to whoever sends it. `sealed` holds its name under the upload's own key.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    # The length of each piece that arrived.
    lengths = ArrayField(models.PositiveIntegerField(), default=list)
    began_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at"]
        indexes = [models.Index(fields=["changed_at"], name="upload_by_change")]

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


class HeldAnswers(models.Model):
    """A form sent after the session had ended: kept, encrypted, for the same person to take up again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_answers")
    path = models.CharField(max_length=300)
    sealed = models.BinaryField()
    held_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_held_form_per_page")]
