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


class MasterVersion(models.Model):
    """A version of the master key that something is wrapped by. Never the key.

    Whatever is wrapped refers to it, so the database itself refuses that a version is given up too early, or that
    something is still wrapped by one that was.
    """

    version = models.PositiveSmallIntegerField(primary_key=True)
    begun_at = models.DateTimeField(default=timezone.now)
    # By which another key in its place is noticed (samaan.masterkey); empty until the worker has seen the key.
    mark = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["version"]


def wrapped_by() -> models.ForeignKey:
    """Which version of the master key wrapped the row. Rows are looked through, never found by it: no index."""
    return models.ForeignKey(MasterVersion, default=1, on_delete=models.PROTECT, db_index=False, related_name="+")


class DataKey(models.Model):
    """A key of one record, wrapped by the master key. Destroying a record's keys erases the record.

    Without a class it is the record's ordinary key. With one it is the key of a single sealed value, which row
    security gives to nobody but the act that reveals it (samaan.vault.sealedfields).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.UUIDField()
    sealed_class = models.CharField(max_length=40, default="", blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()
    master = wrapped_by()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_id", "sealed_class", "version"], name="one_key_each"),
            models.UniqueConstraint(fields=["record_id"], name="one_ordinary_key", condition=models.Q(sealed_class="")),
        ]


class LastingKey(models.Model):
    """The key of a purpose of samaan.vault.master.LASTING, kept when the master key it came from was given up."""

    purpose = models.CharField(max_length=40, primary_key=True)
    wrapped = models.BinaryField()
    master = wrapped_by()


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
    master = wrapped_by()
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
    master = wrapped_by()
    held_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_held_form_per_page")]


class Backup(models.Model):
    """One archive that was made: which, when and how much, so that a missing one is noticed and a forged one known."""

    made_at = models.DateTimeField(default=timezone.now)
    archive = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    documents = models.PositiveBigIntegerField()
    # Documents that a row names and the disk did not hold.
    missing = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]
