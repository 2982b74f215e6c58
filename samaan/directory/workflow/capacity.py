"""How much room a service has: what is contracted, what is free tonight, which sessions were given."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.directory.models import Capacity, Service
from samaan.directory.models.capacity import Kind
from samaan.directory.permissions import can_say_free, can_set_capacity

# What open boards listen for; it says only that some number has changed.
TOPIC = "capacity"


@transaction.atomic
def set_capacity(
    service: Service,
    *,
    by: User,
    kind: str,
    contracted: int,
    funder: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Capacity:
    """Write down what a service has of a kind, for which period, and who pays."""
    if not can_set_capacity(by, service):
        raise PermissionDenied
    if starts_on and ends_on and starts_on > ends_on:
        raise ValidationError({"ends_on": _("The last day lies before the first.")})
    said: dict[str, Any] = {"contracted": contracted, "funder": funder, "starts_on": starts_on, "ends_on": ends_on}
    found = Capacity.objects.select_for_update().filter(service=service, kind=kind).first()
    if found is None:
        found = Capacity.objects.create(service=service, kind=kind, **said)
    else:
        # A new period of sessions begins with none of them given.
        if kind == Kind.SESSIONS and starts_on != found.starts_on:
            said["used"] = 0
        if found.free is not None:
            said["free"] = min(found.free, contracted)
        for name, value in said.items():
            setattr(found, name, value)
        found.save(update_fields=list(said))
    note("capacity.set", found, by=by, contracted=contracted)
    return found


@transaction.atomic
def say_free(capacity: Capacity, *, by: User, free: int) -> None:
    """Say how many places are free now; nought is “full”. Said again unchanged, it is confirmed."""
    if not can_say_free(by, capacity.service) or not capacity.is_places:
        raise PermissionDenied
    lock_capacity(capacity)
    if not 0 <= free <= capacity.contracted:
        raise ValidationError({"free": _("From 0 to %(most)s.") % {"most": capacity.contracted}})
    capacity.free, capacity.as_of, capacity.said_by = free, timezone.now(), by
    capacity.save(update_fields=["free", "as_of", "said_by"])
    note("capacity.confirmed", capacity, by=by, free=free)


@transaction.atomic
def count_sessions(service: Service, sessions: int, *, by: User | None) -> None:
    """Count down the funded sessions of a service, where there are any."""
    found = Capacity.objects.select_for_update().filter(service=service, kind=Kind.SESSIONS).first()
    if found is None or not found.is_running or not sessions:
        return
    found.used += sessions
    found.as_of = timezone.now()
    found.save(update_fields=["used", "as_of"])
    note("capacity.sessions_given", found, by=by, sessions=sessions)


def lock_capacity(capacity: Capacity) -> None:
    """Hold the row until the transaction ends, and read its numbers anew."""
    fresh = Capacity.objects.select_for_update(of=("self",)).get(pk=capacity.pk)
    for name in ("contracted", "free", "held", "used", "starts_on", "ends_on"):
        setattr(capacity, name, getattr(fresh, name))


def note(kind: str, capacity: Capacity, *, by: User | None, **data: Any) -> None:
    """The event of an act on a number, and word to the open boards."""
    stream.append(kind, record=OfService(capacity), by=by, of=capacity.kind, **data)
    tell_boards()


class OfService:
    """What an event about a capacity is about."""

    record_kind = "service"

    def __init__(self, capacity: Capacity):
        self.record_id = capacity.service_id


def tell_boards() -> None:
    """Open boards look again once this transaction has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('samaan', %s)", [json.dumps({"topic": TOPIC})])
