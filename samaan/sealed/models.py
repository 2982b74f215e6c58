"""Sealed fields: each value with its key, each wish to open one, each opening."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from samaan.access.models import OfAnyRecord
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.sealed.classes import CLASSES, SealedClass
from samaan.vault.fields import EncryptedText
from samaan.vault.sealedfields import SealedJSON

USER = settings.AUTH_USER_MODEL
ANSWERED_WITHIN = timedelta(days=7)
APPROVAL_LASTS = timedelta(minutes=15)


class OfRecord(OfAnyRecord):
    """A row about a sealed field of some record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sealed_class = models.CharField(max_length=40)

    class Meta:
        abstract = True

    @property
    def named(self) -> SealedClass:
        return CLASSES[self.sealed_class]

    @cached_property
    def record(self) -> Any:
        """The record, as far as this transaction may see it."""
        return registry.load(self.of_kind, self.of_record)

    # What the alert rules ask of a record that something happened to.
    @property
    def organisation_id(self) -> int:
        return self.record.organisation_id

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`owner`: whoever answers for the record."""
        return self.named.owners(self.record) if name == "owner" else []


class SealedField(OfRecord):
    """One value of a sealed field. A new value is a new row with a new key; the old ones stay, as sealed as before."""

    compartment_field = "seen_in"

    # The compartment in which one sees that there is a value, and the one whose holders may open it.
    seen_in = models.CharField(max_length=20)
    belongs_to = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    value = SealedJSON()
    entered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-entered_at", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["of_record", "sealed_class", "version"], name="sealed_versions"),
            models.UniqueConstraint(
                fields=["of_record", "sealed_class"], name="one_sealed_value", condition=models.Q(replaced_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.sealed_class} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("sealed:field", args=[self.pk])


class Request(OfRecord):
    """Somebody asks that a second person approve the opening of one field."""

    compartment = "*"

    class Status(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        USED = "used", _("Approved and opened")
        LAPSED = "lapsed", _("Nobody answered in time")

    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    reason = models.CharField(max_length=40)
    words = EncryptedText(blank=True)
    beyond_limit = models.BooleanField(default=False)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = EncryptedText(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    # Whom the alert rules call so; who it is, the act that asks has found out.
    approvers: Sequence[User] = ()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["of_record", "-asked_at"], name="requests_of_record"),
            models.Index(fields=["asked_by", "-asked_at"], name="requests_of_user"),
            models.Index(fields=["asked_at"], name="requests_waiting", condition=models.Q(status="asked")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["of_record", "sealed_class", "asked_by"],
                name="one_open_request",
                condition=models.Q(status="asked"),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="nobody_approves_their_own",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("sealed:request", args=[self.pk])

    def related_users(self, name: str) -> list[User]:
        """`asker`, and `approvers`: everybody who may decide on it."""
        if name == "asker":
            return [self.asked_by]
        if name == "approvers":
            return list(self.approvers)
        return super().related_users(name)

    @property
    def valid_until(self):
        """Until when an approval holds."""
        return self.decided_at + APPROVAL_LASTS if self.decided_at else None

    @property
    def has_lapsed(self) -> bool:
        """Nobody answered for so long that it has to be asked again."""
        return self.status == self.Status.ASKED and self.asked_at <= timezone.now() - ANSWERED_WITHIN

    @property
    def is_valid(self) -> bool:
        """Approved, not used yet, not over."""
        return self.status == self.Status.APPROVED and self.valid_until > timezone.now()


class Opening(OfRecord):
    """A field was revealed to somebody, once. The database gives the key to nobody without this row and its event."""

    compartment = "*"

    field = models.ForeignKey(SealedField, on_delete=models.PROTECT, related_name="openings")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    words = EncryptedText(blank=True)
    # The approval it rests on: one opening each.
    request = models.OneToOneField(Request, null=True, on_delete=models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["user", "-opened_at"], name="openings_of_user"),
            models.Index(fields=["of_record", "-opened_at"], name="openings_of_record"),
        ]
