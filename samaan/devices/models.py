"""Telephones that fill in forms, and what arrived from them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from samaan.countrypack.models import FormVersion
from samaan.questionnaires.models import Submission
from samaan.vault.models import wrapped_by

USER = settings.AUTH_USER_MODEL


class DeviceTokens(models.QuerySet["DeviceToken"]):
    def live(self) -> "DeviceTokens":
        """Those that open something now."""
        return self.filter(revoked_at=None, ends_at__gt=timezone.now())


class DeviceToken(models.Model):
    """What one telephone signs in with. It fetches forms and sends filled-in ones, and opens nothing else.

    `digest` is the SHA-256 of the secret, for HTTP Basic; `ha1` what HTTP Digest needs in its place, wrapped by the
    master key and bound to the row.
    """

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="device_tokens")
    name = models.CharField(max_length=60)
    # Not the person's own name or address: what is typed into a telephone says nothing of who holds it.
    username = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    ha1 = models.BinaryField()
    master = wrapped_by()
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DeviceTokens.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user"], name="live_tokens_of_user", condition=Q(revoked_at=None))]

    def __str__(self):
        return self.name

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.ends_at > timezone.now()


class Arrival(models.Model):
    """A filled-in form that a telephone sent: kept once, however often it is sent.

    Row security shows it to whoever sent it. Its answers lie in a record of its own, seen by nobody else, until it is
    filed; `submission_id` then names the submission in the file that it went to.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    token = models.ForeignKey(DeviceToken, null=True, on_delete=models.SET_NULL, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    instance_id = models.CharField(max_length=255)
    # The instanceID that this one corrects, as the telephone says.
    deprecated_id = models.CharField(max_length=255, blank=True)
    # Of the XML as it came: what is sent again is told from what is not the same.
    sha256 = models.CharField(max_length=64)
    submission_id = models.UUIDField(unique=True)
    arrived_at = models.DateTimeField(default=timezone.now)
    filed_kind = models.CharField(max_length=20, blank=True)
    filed_record = models.UUIDField(null=True)
    filed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-arrived_at"]
        constraints = [models.UniqueConstraint(fields=["user", "instance_id"], name="each_instance_arrives_once")]
        indexes = [models.Index(fields=["user", "-arrived_at"], name="arrivals_of_user")]

    def __str__(self):
        return f"{self.instrument} {self.pk}"

    @property
    def submission(self) -> Submission | None:
        """Its answers, where they are now, as far as this transaction may see them."""
        return Submission.objects.select_related("form_version").filter(pk=self.submission_id).first()
