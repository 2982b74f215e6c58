"""What waits in people's inboxes, and the clocks that run on records."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


class Alert(models.Model):
    """One line in one person's inbox: which rule, about which record. The words come from the pack."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(default=0)
    event_kind = models.CharField(max_length=60)
    record_kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    raised_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at"]
        indexes = [
            models.Index(fields=["user", "-raised_at"], name="inbox"),
            models.Index(fields=["user"], name="inbox_unread", condition=models.Q(read_at=None)),
        ]


class QuietHours(models.Model):
    """When somebody is not written to, instead of what the pack says for everybody. Equal times: never quiet."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    begins = models.TimeField()
    ends = models.TimeField()


class Clock(models.Model):
    """A deadline on a record: met by the act that was waited for; when it runs out, rules say who is told."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=40)
    record_kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="clock_to_ring", condition=models.Q(met_at=None, rung_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "name"], name="one_running_clock", condition=models.Q(met_at=None)
            )
        ]

    @property
    def is_late(self) -> bool:
        return self.met_at is None and self.due_at < timezone.now()


class Escalation(models.Model):
    """A rule that goes on telling further people until somebody acts. `level` is the next one to tell."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    rule = models.CharField(max_length=60)
    event_kind = models.CharField(max_length=60)
    record_kind = models.CharField(max_length=20)
    record_id = models.UUIDField(db_index=True)
    level = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="escalation_due", condition=models.Q(ended_at=None))]
