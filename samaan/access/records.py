"""Beginning a record, and opening and closing it to people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from samaan.access import principals
from samaan.access.models import Basis, ConsentUse, Exclusion, Grant, Inheritance, Record
from samaan.accounts.models import Organisation, Role, User
from samaan.audit import stream
from samaan.countrypack import pack
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


def wall(source, target) -> None:
    """Whoever is kept out of `source` is kept out of `target` too. It opens nothing."""
    inherit(source, "wall", target)


@transaction.atomic
def exclude(record, user: User, *, by: User, reason: str = "") -> None:
    """Keep a person out of a record, whatever their role: a conflict of interest was declared."""
    stream.append("access.excluded", record=record, by=by, user=user.pk)
    Exclusion(record_id=record.record_id, user=user, declared_by=by, reason=reason or None).save(force_insert=True)


@transaction.atomic
def readmit(record, user: User, *, by: User, reason: str = "") -> None:
    """End what keeps a person out of a record: from now on their role and their grants count again."""
    stream.append("access.readmitted", record=record, by=by, user=user.pk)
    for exclusion in exclusions_of(record.record_id).filter(user=user):
        exclusion.lifted_at, exclusion.lifted_by, exclusion.lift_reason = timezone.now(), by, reason or None
        exclusion.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])


def exclusions_of(record_id: UUID) -> QuerySet[Exclusion]:
    """The conflicts of interest declared on this record itself that hold now."""
    return Exclusion.objects.filter(record_id=record_id, lifted_at=None).select_related("user", "declared_by")


def excluded_user_ids(record_id: UUID) -> set[int]:
    """Who is kept out of a record, by a conflict declared on it or on what it follows from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.kept_out(%s)", [record_id])
        return {principals.number_of(number) for number in cursor.fetchone()[0]}


def live_grants(record_id: UUID) -> list[Grant]:
    """Who may see a record now, for its access panel."""
    now = timezone.now()
    grants = Grant.objects.filter(record_id=record_id, revoked_at=None).select_related("granted_by", "on_behalf_of")
    return [grant for grant in grants if is_live(grant, now)]


def is_live(grant: Grant, now: datetime) -> bool:
    begun = grant.starts_at is None or grant.starts_at <= now
    return begun and grant.revoked_at is None and (grant.ends_at is None or grant.ends_at > now)


def compartments_of(record, user) -> set[str]:
    """Which compartments of a record its grants open to this user."""
    return opened_to(user, record.record_kind, live_grants(record.record_id))


def opened_to(user, record_kind: str, grants: Iterable[Grant]) -> set[str]:
    """What these live grants open to a user, without what their role must never see. The database holds the same."""
    acting_as = set(principals.of(user))
    held = {c for grant in grants if grant.principal in acting_as for c in grant.compartments}
    return held - never(user, record_kind)


def is_let_in(record, user) -> bool:
    """Whether a grant that is no emergency's opens a record to a user, itself or by a file it follows from.

    What is open for an hour only is read: whoever has nothing else lets nobody in, and takes nobody over.
    """
    if lasting_parts(user, record.record_id):
        return True
    sources = Inheritance.objects.filter(target_id=record.record_id)
    return any(source.compartment in lasting_parts(user, source.source_id) for source in sources)


def lasting_parts(user, record_id: UUID) -> set[str]:
    """The compartments of a record that other grants than an emergency's open to this user."""
    acting_as = set(principals.of(user))
    lasting = [grant for grant in live_grants(record_id) if grant.basis != Basis.BREAK_GLASS]
    return {part for grant in lasting if grant.principal in acting_as for part in grant.compartments}


def never(user, record_kind: str) -> set[str]:
    """The compartments of such a record that no grant opens to this user's role."""
    role = pack().roles.get(user.role_id)
    return set(role.never.get(record_kind, ())) if role else set()


def represented_by(record_id: UUID, user) -> set[int]:
    """For whom this user stands in on a record now: whose assignments they act with."""
    mine = principals.user(user.pk)
    grants = live_grants(record_id)
    held = [grant for grant in grants if grant.basis == Basis.DELEGATION and grant.principal == mine]
    return {grant.on_behalf_of_id for grant in held if grant.on_behalf_of_id}


def delegates_for(record_id: UUID, user_ids: Iterable[int]) -> set[int]:
    """Who stands in for these people on a record now."""
    of = set(user_ids)
    grants = Grant.objects.filter(record_id=record_id, basis=Basis.DELEGATION, on_behalf_of__in=of, revoked_at=None)
    live = grants.filter(ends_at__gt=timezone.now())
    return {principals.number_of(principal) for principal in live.values_list("principal", flat=True)}


def get_visible(queryset, user, **lookup):
    """The one row this user may see, or the same 404 as for a row that does not exist."""
    row = queryset.visible_to(user).filter(**lookup).first()
    if row is None:
        raise Http404
    return row
