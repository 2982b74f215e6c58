"""A suspicion that reached us: what was said, whom it names, who said it, and the thread back to them."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import Protected
from samaan.accounts.models import Organisation
from samaan.people.models import Person
from samaan.vault.fields import EncryptedJSON, EncryptedText

USER = settings.AUTH_USER_MODEL
WAITING = ("received", "triaged", "forwarded", "assigned", "accepted", "screening", "determined")
ENDED = ("closed", "merged")


class Report(Protected):
    """In clear stands what statistics and work lists need; words, places and points are encrypted."""

    record_kind = "report"
    compartment = "summary"

    class Status(models.TextChoices):
        RECEIVED = "received", _("Waiting for triage")
        TRIAGED = "triaged", _("Triaged")
        FORWARDED = "forwarded", _("Waiting to be assigned")
        ASSIGNED = "assigned", pgettext_lazy("report", "Assigned, not yet accepted")
        ACCEPTED = "accepted", _("With an investigator")
        SCREENING = "screening", _("In screening")
        DETERMINED = "determined", _("Determined")
        CLOSED = "closed", pgettext_lazy("report", "Closed")
        MERGED = "merged", _("Merged into another report")

    # Where somebody still has to act.
    OPEN = tuple(map(Status, WAITING))
    IN_HAND = (Status.ACCEPTED, Status.SCREENING, Status.DETERMINED)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    changed_at = models.DateTimeField(default=timezone.now)

    # How it reached us
    channel = models.CharField(_("channel"), max_length=20)
    received_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    source_reference = EncryptedText(blank=True)
    call_started_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=8, default="en")
    earlier_receipt = models.BigIntegerField(null=True)
    looks_automatic = models.BooleanField(default=False)

    # What was said
    narrative = EncryptedText(_("what happened"))
    exploitation = ArrayField(models.CharField(max_length=40), default=list)
    region = models.CharField(_("region"), max_length=12, blank=True)
    place = EncryptedText(_("where"), blank=True)
    point = EncryptedJSON(null=True)
    incident_on = models.DateField(_("when"), null=True)
    is_going_on = models.BooleanField(null=True)
    immediate_danger = models.BooleanField(default=False)
    danger = EncryptedText(blank=True)
    people_count = models.PositiveIntegerField(null=True)
    persons_named = models.PositiveSmallIntegerField(default=0)
    children = models.BooleanField(null=True)
    official_suspected = models.BooleanField(null=True)

    # What became of it
    urgency = models.CharField(max_length=12, blank=True)
    triaged_at = models.DateTimeField(null=True)
    triage_note = EncryptedText(blank=True)
    assigned_to = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    assignment_reason = EncryptedText(blank=True)
    accepted_at = models.DateTimeField(null=True)
    # The status an accepted report goes (back) to: work begun under another investigator is not lost.
    resumes = models.CharField(max_length=12, choices=Status, default=Status.ACCEPTED)
    act_by = models.DateTimeField(null=True)
    # When what the report waits for now is due.
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=40, blank=True)
    close_note = EncryptedText(blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="report_by_arrival"),
            # The two orders of the work list, each over only what it shows.
            models.Index(fields=["due_at"], name="report_waiting", condition=models.Q(status__in=WAITING)),
            models.Index(fields=["-received_at"], name="report_ended", condition=models.Q(status__in=ENDED)),
            models.Index(fields=["assigned_to", "status"], name="report_of_investigator"),
            models.Index(fields=["reference"], name="report_by_reference"),
            models.Index(fields=["region", "-received_at"], name="report_by_region"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("intake:report", args=[self.pk])

    def get_status_display(self) -> str:  # type: ignore[no-redef]  # the plugin knows Django's own
        """Django's own maps all the choices anew each time, and a list asks for the words of fifty reports."""
        return str(self.Status(self.status).label)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @property
    def level(self) -> str:
        """The urgency its clocks run by; before triage, that of “in danger now”."""
        return self.urgency or ("emergency" if self.immediate_danger else "normal")

    def alert_facts(self) -> dict:
        """What the pack's alert rules may ask about a report."""
        return {
            "urgency": self.urgency or None,
            "immediate_danger": self.immediate_danger,
            "children": self.children,
            "persons": max(self.people_count or 0, self.persons_named),
            "official_suspected": self.official_suspected,
        }

    def related_users(self, name: str) -> list:
        """`assignee`: the investigator; of a merged report, the one who has the other."""
        if name != "assignee":
            return []
        holder = self.merged_into if self.merged_into_id else self
        return [holder.assigned_to] if holder and holder.assigned_to_id else []


class ReportPerson(Protected):
    """Somebody a report names, and as what."""

    record_field = "report_id"
    record_kind = "report"
    compartment = "persons"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reports")
    role = models.CharField(max_length=20)
    note = EncryptedText(blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    # What whoever adds them is told, and nobody else.
    known_elsewhere = False

    class Meta:
        ordering = ["added_at"]


class ReporterContact(Protected):
    """Who reported, as far as statistics and work need it; who they are and how they are reached is sealed.

    The tokens of their telephone find other reports that name it (samaan.intake.sealed holds the rest).
    """

    record_field = "report_id"
    record_kind = "report"
    compartment = "reporter"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    kind = models.CharField(max_length=20, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=8, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    safe_times = ArrayField(models.CharField(max_length=20), default=list)
    phone_tokens = ArrayField(models.BigIntegerField(), default=list)


class Receipt(Protected):
    """What whoever reported may know: that it arrived and how far it is. Found by its code, which is kept nowhere.

    It follows the report; `handler` is who is told when the reporter writes, and is never shown.
    """

    record_field = "report_id"
    record_kind = "report"
    compartment = "*"

    class Stage(models.TextChoices):
        RECEIVED = "received", _("Your report has arrived. Somebody will read it soon.")
        READ = "read", _("Your report has been read. We are deciding who will follow it up.")
        FOLLOWED = "followed", _("Somebody is following up your report.")
        CLOSED = "closed", _("We have finished our work on your report.")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="receipt")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token = models.BigIntegerField(db_index=True)
    reference = models.CharField(max_length=20)
    author = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # What the reporter has just told us; the alert rules ask the receipt, for its holder cannot see the report.
    tells_of_danger = False

    class Meta:
        indexes = [models.Index(fields=["author", "-received_at"], name="receipt_of_author")]

    def alert_facts(self) -> dict:
        return {"immediate_danger": self.tells_of_danger}

    def related_users(self, name: str) -> list:
        return [self.handler] if name == "assignee" and self.handler_id else []


class ReportMessage(Protected):
    """One message between the reporter and those who work on the report."""

    record_field = "report_id"
    record_kind = "report"
    compartment = "receipt"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    from_reporter = models.BooleanField()
    author = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    text = EncryptedText()
    tells_of_danger = models.BooleanField(default=False)
    file_ids = ArrayField(models.UUIDField(), default=list)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at"]
