"""Beginning a record, and opening and closing it to people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from samaan.access import principals
from samaan.access.models import Basis, ConsentUse, Exclusion, Grant, Inheritance, Record
from samaan.accounts.models import Organisation, Role, User
from samaan.audit import stream
from samaan.vault import keyring


@transaction.atomic
def begin_record(kind: str, *, owned_by: Organisation, id: UUID | None = None, grants: Iterable[Grant] = ()) -> UUID:
    """Begin a record of `owned_by`: its key, the oversight its roles have, and further `grants` made with `grant_to`.

    Returns the id that the record's row must then be saved with, in this same transaction.
    """
    record_id = id or uuid4()
    Record(id=record_id, kind=kind).save(force_insert=True)
    everybody = [*oversight(kind, owned_by), *grants]
    for grant in everybody:
        grant.record_id = record_id
    Grant.objects.bulk_create(everybody)
    keyring.create(record_id)
    return record_id


def oversight(kind: str, organisation: Organisation) -> list[Grant]:
    return [
        grant_to(
            principals.seat(role.code, organisation.pk),
            role.oversight[kind],
            basis=Basis.OVERSIGHT,
            purpose="oversight",
        )
        for role in Role.objects.filter(oversight__has_key=kind)
    ]


def grant_to(
    principal: int,
    compartments: Iterable[str],
    *,
    basis: Basis,
    purpose: str,
    by=None,
    ends_at: datetime | None = None,
    resting_on: ConsentUse | None = None,
) -> Grant:
    """A grant not yet saved; `begin_record` and `open_to` save it. One that rests on consent ends with it."""
    return Grant(
        principal=principal,
        compartments=list(compartments),
        basis=basis,
        purpose=purpose,
        granted_by=by,
        ends_at=resting_on.ends_at if resting_on else ends_at,
        consent_use=resting_on,
    )


def open_to(record, principal: int, compartments: Iterable[str], *, by, **given):
    """Open an existing record to somebody, as `grant_to` says. The act that does so appends the event."""
    grant = grant_to(principal, compartments, by=by, **given)
    grant.record_id = record.record_id
    grant.save(force_insert=True)
    return grant


def close_to(record, principal: int, *, basis: Basis | None = None) -> int:
    """End a principal's grants on a record, now; only those on `basis` when given. Returns how many ended."""
    grants = Grant.objects.filter(record_id=record.record_id, principal=principal, revoked_at=None)
    if basis:
        grants = grants.filter(basis=basis)
    return grants.update(revoked_at=timezone.now())


def inherit(source, compartment: str, target) -> None:
    """Whoever holds `compartment` of `source` sees `target` from now on."""
    known = {"source_id": source.record_id, "compartment": compartment, "target_id": target.record_id}
    if not Inheritance.objects.filter(**known).exists():
        Inheritance(**known).save(force_insert=True)


@transaction.atomic
def exclude(record, user: User, *, by: User) -> None:
    """Keep a person out of a record, whatever their role: a conflict of interest was declared."""
    stream.append("access.excluded", record=record, by=by, user=user.pk)
    Exclusion(record_id=record.record_id, user=user, declared_by=by).save(force_insert=True)


@transaction.atomic
def readmit(record, user: User, *, by: User) -> None:
    """End what keeps a person out of a record: from now on their role and their grants count again."""
    stream.append("access.readmitted", record=record, by=by, user=user.pk)
    Exclusion.objects.filter(record_id=record.record_id, user=user, lifted_at=None).update(lifted_at=timezone.now())


def excluded_user_ids(record_id: UUID) -> set[int]:
    rows = Exclusion.objects.filter(record_id=record_id, lifted_at=None)
    return set(rows.values_list("user_id", flat=True))


def live_grants(record_id: UUID) -> list[Grant]:
    """Who may see a record now, for its access panel."""
    now = timezone.now()
    grants = Grant.objects.filter(record_id=record_id, revoked_at=None).select_related("granted_by")
    return [grant for grant in grants if grant.ends_at is None or grant.ends_at > now]


def compartments_of(record, user) -> set[str]:
    """Which compartments of a record its grants open to this user."""
    acting_as = set(principals.of(user))
    return {c for grant in live_grants(record.record_id) if grant.principal in acting_as for c in grant.compartments}


def get_visible(queryset, user, **lookup):
    """The one row this user may see, or the same 404 as for a row that does not exist."""
    row = queryset.visible_to(user).filter(**lookup).first()
    if row is None:
        raise Http404
    return row
