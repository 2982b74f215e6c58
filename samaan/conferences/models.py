"""A case conference: when it meets, the cases on its agenda, what was said and decided about each."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.cases.models import Case
from samaan.vault.fields import EncryptedText


class Status(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("conference", "Planned")
    HELD = "held", pgettext_lazy("conference", "Held")


class Conference(Protected):
    """A meeting. Whoever convenes it or is invited sees that it takes place; each item of it has readers of its own."""

    record_kind = "conference"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-meets_at"]

    def get_absolute_url(self) -> str:
        return reverse("conferences:detail", args=[self.pk])

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        return [self.convened_by] if name == "convener" else []


class Why(models.TextChoices):
    """Why a case is on the agenda; the rules stand in the pack (country.yaml, conference)."""

    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk")
    REVIEW = "review", _("The review of its risk is overdue")
    STUCK = "stuck", _("A referral waits too long")


class AgendaItem(Protected):
    """A case on the agenda: a record of its own, seen by whoever cares for the case and whoever is invited to it."""

    record_kind = "agenda_item"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    # Of its conference, which need not be open to whoever sees the item through the case.
    reference = models.CharField(max_length=24)
    meets_at = models.DateTimeField()
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = ArrayField(models.CharField(max_length=10, choices=Why), default=list)
    # Two of the states of a conference: an item has no life of its own.
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    # The case, where whoever reads the item sees it; never kept.
    case_seen: Case | None = None
    # Whom a new invitation tells.
    inviting: User | None = None
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["conference", "case"], name="once_on_an_agenda")]

    def get_absolute_url(self) -> str:
        return reverse("conferences:item", args=[self.pk])

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`participant`: who has just been invited."""
        return [self.inviting] if name == "participant" and self.inviting else []

    @property
    def reasons(self) -> list[str]:
        return [str(Why(code).label) for code in self.why]


class Participant(Protected):
    """Somebody invited to one item, until their time is over."""

    record_field = "item_id"
    record_kind = "agenda_item"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["invited_at"]
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="once_invited")]


class OfMinutes(Protected):
    """What was said of a case: not for whoever only convenes."""

    record_field = "item_id"
    record_kind = "agenda_item"
    compartment = "minutes"

    class Meta:
        abstract = True


class Minute(OfMinutes):
    """What was said. A correction is a further one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minutes")
    text = EncryptedText()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at"]


class Decision(OfMinutes):
    """What was decided: a task of the case, with its owner and its day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    text = EncryptedText()
    task_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["decided_at"]
