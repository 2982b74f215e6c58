"""What leaves as a file: who asked for what, for whom and why, who approved it, and for a day the file itself."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.vault.fields import EncryptedBytes, EncryptedText
from samaan.watching import watchers

USER = settings.AUTH_USER_MODEL
KEPT = timedelta(hours=24)


class Kind(models.TextChoices):
    CASE_FILE = "case_file", _("One case, as PDF")
    CASE_LIST = "case_list", _("A list of cases, as table")


class Purpose(models.TextChoices):
    COURT = "court", _("For a court or prosecutor")
    AGENCY = "agency", _("For an agency that takes over or helps")
    PERSON = "person", _("For the person themselves")
    SUPERVISION = "supervision", _("For supervision or audit")
    OTHER = "other", _("Something else")


class Envelope(models.TextChoices):
    KEY = "key", _("Encrypted to the recipient’s key (age)")
    PASSWORD = "password", _("Under a password (7-Zip)")


class Status(models.TextChoices):
    ASKED = "asked", _("Waits for a second person")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready to be fetched")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Could not be made")
    ENDED = "ended", _("Over; the file is destroyed")


class RecipientKey(Protected):
    """The public key of an organisation or a person outside, registered by one colleague, approved by another."""

    record_kind = "recipient"

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = EncryptedText()
    public_key = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    approvers: Sequence[User] = ()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="approved") | ~models.Q(decided_by=models.F("proposed_by")),
                name="recipient_approved_by_another",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("exports:recipients")

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return list(self.approvers) if name == "approvers" else []


class Export(Protected):
    """One file that was asked for. What it is about stands here as ids; the file itself is `Content`."""

    record_kind = "export"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    format = models.CharField(max_length=4)
    # The cases, and the documents chosen; once made, the compartments of each that went in.
    cases = models.JSONField(default=list)
    documents = models.JSONField(default=list)
    went_in = models.JSONField(default=dict)
    purpose = models.CharField(max_length=12, choices=Purpose)
    reason = EncryptedText()
    recipient = EncryptedText()
    envelope = models.CharField(max_length=10, choices=Envelope)
    # What it is encrypted to: typed for this one, or of a registered key.
    public_key = models.CharField(max_length=100, blank=True)
    registered_key = models.ForeignKey(RecipientKey, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status)
    # Different cases that left, or wait to leave, this day with whoever asks: this one and those before.
    cases_that_day = models.PositiveIntegerField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=8, default="en")
    needs_second_person = models.BooleanField(default=False)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = EncryptedText(blank=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    first_fetched_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    # Whom the alert rules call so; who it is, the act that asks has found out.
    approvers: Sequence[User] = ()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="exports_of_user"),
            models.Index(fields=["expires_at"], name="exports_to_end", condition=models.Q(status="ready")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="nobody_approves_their_own_export",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["making", "ready"])
                | models.Q(needs_second_person=False)
                | models.Q(decided_by__isnull=False),
                name="export_made_when_approved",
            ),
            # No pack allows more (samaan.countrypack.parts.MOST_CASES_ALONE).
            models.CheckConstraint(
                condition=models.Q(needs_second_person=True) | models.Q(cases_that_day__lte=25),
                name="many_cases_need_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("exports:export", args=[self.pk])

    @property
    def count(self) -> int:
        return len(self.cases)

    @property
    def is_there(self) -> bool:
        """Whether it can be fetched now."""
        return self.status == Status.READY and self.expires_at is not None and self.expires_at > timezone.now()

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`asker`; `approvers`: everybody who may decide; `watchers`: who watches over the asker."""
        if name == "asker":
            return [self.asked_by]
        return list(self.approvers) if name == "approvers" else watchers.of(self.asked_by)


class Content(Protected):
    """The file, under a key of its own that is destroyed with it. `sealed`: it is in its envelope already."""

    record_kind = "export_content"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    export_id = models.UUIDField(unique=True)
    sealed = models.BooleanField(default=False)
    content = EncryptedBytes()
