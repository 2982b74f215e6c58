"""A form that somebody fills in about a record, in one part for each compartment; earlier answers; figures."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan import countrypack
from samaan.access.models import OfAnyRecord
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.countrypack.parts import Instrument
from samaan.questionnaires.purposes import KINDS, Purpose, purpose
from samaan.vault.fields import EncryptedJSON, EncryptedText
from samaan.vault.models import StoredFile
from samaan.xforms.definition import Definition

USER = settings.AUTH_USER_MODEL


class OfForm(OfAnyRecord):
    """A row of a form about some record, in one of its compartments."""

    compartment_field = "compartment"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    compartment = models.CharField(max_length=20)

    class Meta:
        abstract = True


class Submission(OfForm):
    """Which form is filled in, in which version, how far, by whom. It holds no answer."""

    class Status(models.TextChoices):
        OPEN = "open", _("Being filled in")
        FINISHED = "finished", pgettext_lazy("a form", "Finished")
        WITHDRAWN = "withdrawn", pgettext_lazy("a form", "Withdrawn")

    instrument = models.CharField(max_length=40)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    # The instanceID of the XForm: what is sent twice is kept once.
    instance_id = models.CharField(max_length=255, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    # Grows by one with every answer saved: the version of the whole and of the answer.
    revision = models.PositiveIntegerField(default=0)
    # The last revision that was finished: what replaces it later is kept beside it.
    finished_revision = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    finished_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begun_at"]
        indexes = [
            models.Index(fields=["of_record", "-begun_at"], name="submissions_of_record"),
            models.Index(fields=["instrument", "-finished_at"], name="submissions_of_instrument"),
            models.Index(fields=["begun_by"], name="submissions_open", condition=models.Q(status="open")),
        ]

    def __str__(self):
        return f"{self.instrument} {self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is read: its own page, or that of the act it is part of."""
        found = self.purpose
        return found.url(self) if found.url else reverse("questionnaires:submission", args=[self.pk])

    @property
    def form(self) -> Definition:
        """The form in the version it is filled in with."""
        return formversions.definition(self.form_version)

    @property
    def of(self) -> Instrument | None:
        """What the pack at work says of its instrument; nothing when there is none any more."""
        return countrypack.pack().instruments.get(self.instrument)

    @property
    def purpose(self) -> Purpose:
        """What it leads to; nothing more than being read, as long as it is about no record of its instrument's kind."""
        return purpose(self.of.purpose) if self.of and self.of.record == self.of_kind else Purpose("")

    @property
    def title(self) -> str:
        return self.of.label if self.of else self.form_version.title

    @property
    def is_placed(self) -> bool:
        """Whether it is about such a record as its form is for: one that came from a telephone is not yet."""
        return self.of is not None and self.of.record == self.of_kind

    @property
    def about(self) -> str:
        """What its pages call the record or the person it is about."""
        if self.purpose.called:
            return self.purpose.called(self)
        kind = KINDS.get(self.of_kind)
        return kind.called(self.record) if kind else ""

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @cached_property
    def record(self) -> Any:
        """What it is about, as far as this transaction may see it; itself when it is about no other record."""
        return self if self.of_kind == "submission" else registry.load(self.of_kind, self.of_record)

    # What the alert rules ask of a record that something happened to.
    @property
    def organisation_id(self) -> int:
        return self.begun_by.organisation_id if self.record is self else self.record.organisation_id

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return [self.begun_by] if name == "writer" else []


class OfSubmission(OfForm):
    """A row of one submission, in a compartment of its record."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Part(OfSubmission):
    """The answers of one compartment: an instance of the form in which all others are empty."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="parts")
    instance = EncryptedText()
    # Of each answer, by its address: at which revision, by whom, when.
    marks = EncryptedJSON()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "compartment"], name="one_part_a_compartment")]


class EarlierAnswer(OfSubmission):
    """An answer that another one replaced, kept: nothing typed is lost."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="earlier_answers")
    question = models.CharField(max_length=400)
    value = EncryptedText()
    revision = models.PositiveIntegerField()
    answered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    replaced_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-replaced_at"]


class Attachment(OfSubmission):
    """A picture, a recording or another file that is an answer; the instance holds its name."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    name = EncryptedText()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)


class Figure(OfSubmission):
    """What statistics need of a finished form, in clear: a code, a number or yes, never a text.

    `column` is Samaan's own name (`stored_as`), so that figures go on when a new version asks otherwise.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="figures")
    column = models.CharField(max_length=60)
    code = models.CharField(max_length=60, blank=True)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    # No longer once the form was corrected or withdrawn: rows of a record are never deleted one by one.
    counts = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["column", "code"], name="figures_of_column", condition=models.Q(counts=True))]


class Sitting(OfSubmission):
    """Somebody at work on a form: where they are, and when they were last seen there."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sittings")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=64)
    seen_at = models.DateTimeField(default=timezone.now)
    # The last answering that became an event: where, and when.
    noted_section = models.CharField(max_length=64, blank=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="one_sitting_a_form")]
