"""The screening of one possible victim: its form, the questions it came back with, the decisions."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access.models import Protected
from samaan.intake.models.report import Report, ReportPerson
from samaan.questionnaires.models import Submission
from samaan.vault.fields import EncryptedText

USER = settings.AUTH_USER_MODEL


class OfReport(Protected):
    """A row of a report's screening compartment."""

    record_field = "report_id"
    record_kind = "report"
    compartment = "screening"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Screening(OfReport):
    """In clear stands what statistics need: child or not, what it points to, which exploitation, the outcome."""

    class Status(models.TextChoices):
        OPEN = "open", _("Being filled in")
        SUBMITTED = "submitted", _("Waiting for review")
        SENT_BACK = "sent_back", _("Sent back with questions")
        DETERMINED = "determined", _("Determined")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="screenings")
    report_person = models.OneToOneField(ReportPerson, on_delete=models.CASCADE, related_name="screening")
    # The answers: a form of the country pack.
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="screening")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    is_child = models.BooleanField(default=True)
    suggestion = models.CharField(max_length=12, blank=True)
    exploitation = ArrayField(models.CharField(max_length=40), default=list)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["status", "submitted_at"], name="screening_to_review")]

    def get_absolute_url(self) -> str:
        return reverse("intake:screening", args=[self.pk])

    @property
    def organisation_id(self):
        return self.report.organisation_id

    @property
    def revision(self) -> int:
        """The version of the answers: it grows by one whenever some are saved."""
        return self.submission.revision

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.SENT_BACK)

    def alert_facts(self) -> dict:
        """What the pack's alert rules may ask about a screening or a determination."""
        return {**self.report.alert_facts(), "child": self.is_child, "outcome": self.outcome or None}

    def related_users(self, name: str) -> list:
        return self.report.related_users(name) or ([self.opened_by] if name == "assignee" else [])


class ReviewQuestion(OfReport):
    """Why a screening came back, and what the screener answered with the next submission."""

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="review_questions")
    text = EncryptedText()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reply = EncryptedText(blank=True)
    replied_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]


class Determination(OfReport):
    """An authorised decision with its reasons. All are kept; the one with the highest number counts."""

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="determinations")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20)
    organisation_kind = models.CharField(max_length=20)
    reasons = EncryptedText()
    # What the answers pointed to, and which ones: the revision that was decided on.
    suggestion = models.CharField(max_length=12, blank=True)
    on_revision = models.PositiveIntegerField()
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["screening", "number"], name="one_determination_a_number")]
