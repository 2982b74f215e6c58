"""The one event stream. Timeline, alerts, live updates and "who opened this" all read it."""

from django.db import models


class Event(models.Model):
    """Something somebody did, once, in the transaction that did it.

    No foreign keys and no personal data: the stream outlives what it speaks of. `leaf`, `xid` and
    `recorded_at` are set by the database. `batch` and `batch_index` belong to the sealer.
    """

    kind = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(null=True)
    actor_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=40, blank=True)
    record_kind = models.CharField(max_length=20, blank=True)
    record_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    xid = models.BigIntegerField(null=True)
    leaf = models.BinaryField(null=True)
    batch = models.BigIntegerField(null=True)
    batch_index = models.IntegerField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["record_id", "id"], name="event_of_record"),
            models.Index(fields=["actor_id", "id"], name="event_of_actor"),
            models.Index(fields=["xid"], name="event_by_transaction"),
        ]

    def __str__(self):
        return f"{self.id} {self.kind}"
