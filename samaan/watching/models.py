"""More for one day, asked of somebody else; and what was unusual, for whoever watches over it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.vault.fields import EncryptedText
from samaan.watching import watchers

USER = settings.AUTH_USER_MODEL


class More(Protected):
    """Somebody has used up their day and asks for more of it; another person allows it, for that day."""

    record_kind = "limit"

    class Status(models.TextChoices):
        ASKED = "asked", _("Waiting for an answer")
        GRANTED = "granted", _("Allowed")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # A kind of record, or what samaan.access.quota names.
    what = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    day = models.DateField()
    reason = EncryptedText()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = EncryptedText(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "what"], name="one_open_wish_for_more", condition=models.Q(status="asked")
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("user")),
                name="nobody_allows_themselves_more",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("watching:more", args=[self.pk])

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`asker`, and `watchers`: whoever may answer."""
        if name == "asker":
            return [self.user]
        return watchers.of(self.user) if name == "watchers" else []


class Rule(models.TextChoices):
    """What is looked for. The numbers stand in the pack (country.yaml: limits)."""

    LIMIT = "limit", _("Used up what a day allows")
    MANY_RECORDS = "many_records", _("Many different files within an hour")
    AT_NIGHT = "at_night", _("Files opened at night, by somebody who does not work then")
    REFUSALS = "refusals", _("Many pages that are not theirs, or do not exist")
    SEARCHES = "searches", _("Many searches for persons")
    REVEALS = "reveals", _("Many sealed fields opened")
    READERS = "readers", _("One file opened by many colleagues")


class Concern(Protected):
    """Something unusual, in numbers. Whoever it is about does not see it, nor answers it."""

    record_kind = "concern"

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Finding(models.TextChoices):
        EXPLAINED = "explained", _("It was part of their work")
        TALKED_TO = "talked_to", _("Talked to; it will not happen again")
        LOCKED = "locked", _("The account was locked")
        PASSED_ON = "passed_on", _("Passed on to be investigated")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20, choices=Rule)
    day = models.DateField()
    # Whom it is about; nobody where many opened one file.
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.UUIDField(null=True)
    # Numbers alone: how many, how many were usual, which limit.
    numbers = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    finding = models.CharField(max_length=20, choices=Finding, blank=True)
    words = EncryptedText(blank=True)
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "day", "user"], name="one_concern_a_day", condition=models.Q(about_id=None)
            ),
            models.UniqueConstraint(
                fields=["rule", "day", "about_id"], name="one_concern_of_a_file", condition=models.Q(user=None)
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by=None) | models.Q(user=None) | ~models.Q(closed_by=models.F("user")),
                name="nobody_closes_a_concern_about_themselves",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("watching:concern", args=[self.pk])

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`watchers`: whoever answers for the person; `auditors`: who is told when nobody did."""
        without = {self.user_id, *self.readers}
        if name == "auditors":
            return [user for user in watchers.auditors() if user.pk != self.user_id]
        return watchers.of(self.user, without=without) if name == "watchers" else []

    @property
    def readers(self) -> list[int]:
        """Where many opened one file: who they are, so that none of them answers for it."""
        found: Any = self.numbers.get("readers_are")
        return found or []


class Progress(models.Model):
    """How far the looking has come: one row. A worker that was down catches up from here."""

    looked_until = models.DateTimeField()
    # No event below this one is younger than a day before that.
    oldest = models.BigIntegerField(default=0)
