"""The one event stream. Timeline, alerts, live updates and "who opened this" all read it."""

from django.db import models


class Event(models.Model):
    """Something somebody did, once, in the transaction that did it.

    No foreign keys and no personal data: the stream outlives what it speaks of. `leaf`, `xid` and
    `recorded_at` are set by the database. Nobody changes a row, not even the sealer: its place in the log
    stands in `Leaf`.
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

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["record_id", "id"], name="event_of_record"),
            models.Index(fields=["actor_id", "id"], name="event_of_actor"),
            models.Index(fields=["xid"], name="event_by_transaction"),
        ]

    def __str__(self):
        return f"{self.id} {self.kind}"


class Leaf(models.Model):
    """The place of one event in the sealed log, and the hash it had when it was sealed."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    class Meta:
        ordering = ["position"]


class Tile(models.Model):
    """The root of 256 neighbouring leaves, so that a proof need not hash all of them."""

    number = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()

    class Meta:
        ordering = ["number"]


class Checkpoint(models.Model):
    """What the sealer signed; see samaan.audit.checkpoints. `peaks` lets the next one begin where this ends."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    sealed_at = models.DateTimeField()
    horizon = models.BigIntegerField()
    key = models.BinaryField()
    signature = models.BinaryField()
    peaks = models.BinaryField()

    class Meta:
        ordering = ["number"]


class SealingState(models.Model):
    """How far one witness of the log has come, and what stands in its way; "sealer" is the sealer itself."""

    name = models.CharField(max_length=20, primary_key=True)
    # The number of the newest checkpoint a witness was handed.
    delivered = models.BigIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]


class Verification(models.Model):
    """The whole log, computed anew once: what was found."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    checkpoint = models.BigIntegerField()
    events = models.BigIntegerField()
    # Each as samaan.audit.findings keeps it: a code and its facts.
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
