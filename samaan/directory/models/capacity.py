"""How many people a service has room for: beds, slots or funded sessions; and the places that referrals hold."""

from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access.models import Protected
from samaan.directory.models.services import Service


class Kind(models.TextChoices):
    BEDS = "beds", _("Beds")
    SLOTS = "slots", _("Slots")
    SESSIONS = "sessions", _("Funded sessions")


# What a referral holds one of; sessions count down as they are given.
PLACES = (Kind.BEDS, Kind.SLOTS)
# Fewer than this share of the sessions given by now, of what an even pace would have given: they may go unused.
PACE = 0.9


class Capacity(models.Model):
    """What one service has of a kind. `free` is what its provider last said, less the places taken since."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="capacities")
    kind = models.CharField(max_length=10, choices=Kind)
    contracted = models.PositiveSmallIntegerField()
    funder = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # None: nobody has said it yet. A held place is still among the free ones.
    free = models.PositiveSmallIntegerField(null=True, blank=True)
    held = models.PositiveSmallIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField(null=True, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["service", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["service", "kind"], name="one_capacity_each"),
            models.CheckConstraint(condition=Q(free=None) | Q(free__lte=F("contracted")), name="free_of_contracted"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")), name="capacity_period"
            ),
        ]

    def __str__(self):
        return f"{self.service}: {self.get_kind_display()}"

    @property
    def is_places(self) -> bool:
        return self.kind in PLACES

    @property
    def is_known(self) -> bool:
        """Whether anybody has said how many are free; sessions count themselves."""
        return not self.is_places or self.free is not None

    @property
    def available(self) -> int:
        """How many more can be promised: neither taken nor held, nor used."""
        if not self.is_running:
            return 0
        return max((self.free or 0) - self.held, 0) if self.is_places else self.unused

    @property
    def is_full(self) -> bool:
        return self.is_known and self.available == 0

    @property
    def unused(self) -> int:
        return max(self.contracted - self.used, 0)

    @property
    def is_running(self) -> bool:
        """Within the period it is contracted for."""
        today = timezone.localdate()
        return (self.starts_on or today) <= today <= (self.ends_on or today)

    @property
    def days_left(self) -> int | None:
        return (self.ends_on - timezone.localdate()).days if self.ends_on else None

    def is_stale(self, after: timedelta) -> bool:
        """Nobody has confirmed the number for so long."""
        return self.is_places and self.as_of is not None and self.as_of < timezone.now() - after

    @property
    def may_go_unused(self) -> bool:
        """Sessions are given more slowly than the period runs, so that some will be left."""
        if self.is_places or not self.unused or not self.is_running or not (self.starts_on and self.ends_on):
            return False
        return self.used < PACE * self.contracted * share_gone(self.starts_on, self.ends_on)


def share_gone(first: date, last: date) -> float:
    """How much of a period is over, from 0 to 1."""
    return min(max(((timezone.localdate() - first).days) / max((last - first).days, 1), 0), 1)


class HeldPlace(Protected):
    """A place that one referral holds, then takes. It belongs to the referral, which is of a context above."""

    record_field = "referral_id"
    record_kind = "referral"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral_id = models.UUIDField()
    capacity = models.ForeignKey(Capacity, on_delete=models.PROTECT, related_name="places")
    held_at = models.DateTimeField(default=timezone.now)
    # Until when it waits for an answer; None once it is taken.
    until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-held_at"]
        constraints = [
            models.UniqueConstraint(fields=["referral_id"], condition=Q(ended_at=None), name="one_place_each"),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                name="place_to_release",
                condition=Q(ended_at=None, until__isnull=False),
            )
        ]

    @property
    def is_held(self) -> bool:
        return self.ended_at is None and self.taken_at is None
