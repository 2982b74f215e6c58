"""What passes the walls: access in an emergency, and disclosures from one side of a matter to the other."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from samaan.access.allowances import Allowance
from samaan.access.models import Protected
from samaan.accounts.models import Organisation
from samaan.vault.fields import EncryptedJSON, EncryptedText

USER = settings.AUTH_USER_MODEL


class EmergencyAccess(Protected):
    """Somebody opened a file that was not open to them, for a short time and with a reason. It is kept for ever."""

    record_field = "file_id"
    compartment = "*"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file_id = models.UUIDField(db_index=True)
    file_kind = models.CharField(max_length=20)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    compartments = ArrayField(models.CharField(max_length=20))
    reason = EncryptedText()
    began_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    # Before its time, by its holder or by whoever reviews.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    justified = models.BooleanField(null=True)
    what_follows = EncryptedText(null=True)

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("user")),
                name="nobody_reviews_their_own_emergency",
            )
        ]

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()

    @property
    def over_at(self):
        return self.ended_at or self.ends_at


class EmergencyAllowance(Allowance):
    """How often somebody has tried to open a file in an emergency, in the hour that began with the first of it."""


class Disclosure(Protected):
    """That something crossed from one file to another: it stands on both. What crossed is `Disclosed`."""

    record_kind = "disclosure"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source_id = models.UUIDField(db_index=True)
    source_kind = models.CharField(max_length=20)
    target_id = models.UUIDField(db_index=True)
    target_kind = models.CharField(max_length=20)
    content_id = models.UUIDField()
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    given_to = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    items = ArrayField(models.CharField(max_length=40))
    given_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at"]

    def get_absolute_url(self) -> str:
        return reverse("walls:disclosure", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()

    @property
    def over_at(self):
        return self.ended_at or self.ends_at

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list:
        return {"giver": [self.given_by], "recipient": [self.given_to]}.get(name, [])


class Disclosed(Protected):
    """What crossed, as it was said that day, and why: for the one it was given to, and the one who gave it."""

    record_kind = "disclosed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Each a label and a text.
    items = EncryptedJSON()
    words = EncryptedText(blank=True)
    reason = EncryptedText()
