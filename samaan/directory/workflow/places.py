"""The places that referrals hold: held when sent, taken when accepted, given back at the end or when time is up.

The rows of the capacities are locked first, so that of two who ask for the last place at once one waits, and then
reads what the other has left.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.alerts import registry, rules
from samaan.audit import stream
from samaan.directory.models import Capacity, HeldPlace, Service
from samaan.directory.models.capacity import PLACES
from samaan.directory.workflow.capacity import tell_boards


class NoPlace(ValidationError):
    """Somebody else has the last one; `service` says of what."""

    def __init__(self, service: Service):
        words = _("“%(service)s” has no free place any more: somebody else has just asked for it, or it is full.")
        super().__init__({"place": words % {"service": service.name}})
        self.service = service


def lock_places(services: Iterable[Service]) -> None:
    """Hold the numbers of several services, always in the same order: two who ask for several never wait in a ring."""
    list(Capacity.objects.filter(service__in=services).order_by("pk").select_for_update(of=("self",)))


@transaction.atomic
def hold_place(service: Service, *, referral: Any, until: datetime) -> HeldPlace | None:
    """Keep one place for a referral until then. None where the service counts no places; raises NoPlace when full."""
    capacity = counted(service)
    if capacity is None:
        return None
    if capacity.available < 1:
        raise NoPlace(service)
    capacity.held += 1
    capacity.save(update_fields=["held"])
    place = HeldPlace(referral_id=referral.pk, capacity=capacity, until=until)
    place.save(force_insert=True)
    tell_boards()
    return place


@transaction.atomic
def take_place(service: Service, *, referral: Any) -> None:
    """The provider has said yes: the place is no longer free. One that had lapsed is taken all the same."""
    capacity = counted(service)
    if capacity is None:
        return
    place = live(referral) or HeldPlace(referral_id=referral.pk, capacity=capacity)
    if place.taken_at:
        return
    if not place._state.adding:
        capacity.held -= 1
    capacity.free = max((capacity.free or 0) - 1, 0)
    capacity.save(update_fields=["held", "free"])
    place.taken_at, place.until = timezone.now(), None
    place.save()
    tell_boards()


@transaction.atomic
def release_place(referral: Any) -> None:
    """Give back what a referral holds or has taken, if anything."""
    place = live(referral)
    if place is None:
        return
    capacity = Capacity.objects.select_for_update(of=("self",)).get(pk=place.capacity_id)
    if place.is_held:
        capacity.held -= 1
    else:
        capacity.free = min((capacity.free or 0) + 1, capacity.contracted)
    capacity.save(update_fields=["held", "free"])
    place.ended_at = timezone.now()
    place.save(update_fields=["ended_at"])
    tell_boards()


@transaction.atomic
def lapse_place(place: HeldPlace) -> None:
    """The time is up without an answer: the place is free for others, and the sender is told."""
    record = registry.load(HeldPlace.record_kind, place.referral_id)
    release_place(record)
    rules.consider(stream.append("referral.place_lapsed", record=record, purpose="clocks"), record)


def counted(service: Service) -> Capacity | None:
    """The places of a service, held until the transaction ends; None where nobody counts them."""
    found = Capacity.objects.filter(service=service, kind__in=PLACES, free__isnull=False)
    return found.order_by("kind").select_for_update(of=("self",)).first()


def live(referral: Any) -> HeldPlace | None:
    return HeldPlace.objects.filter(referral_id=referral.pk, ended_at=None).first()
