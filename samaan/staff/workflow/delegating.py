"""Somebody is away; another acts with what was given to them by name."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access.records import begin_record
from samaan.accounts.models import User
from samaan.staff import seats
from samaan.staff.models import Delegation
from samaan.staff.permissions import can_delegate, can_end_delegation
from samaan.staff.workflow.refusing import refuse_state, refuse_unless
from samaan.transitions import announce, lock

Status = Delegation.Status
LONGEST = timedelta(days=183)


@transaction.atomic
def delegate_work(
    delegator: User, *, by: User, to: User, ends_at: datetime, reason: str, starts_at: datetime | None = None
) -> Delegation:
    """From `starts_at` (now) until `ends_at` somebody acts for a colleague who is away.

    What the delegate's role must never see they do not see this way either; a conflict of interest keeps them out;
    and what they hold for a colleague they cannot pass on. Nobody arranges it for a colleague with themselves.
    """
    refuse_unless(can_delegate(by, delegator), "delegation.made", delegator)
    now = timezone.now()
    starts_at = max(starts_at or now, now)
    refuse_unfit(delegator, to, by, starts_at, ends_at, now)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    delegation = Delegation(
        organisation=delegator.organisation,
        delegator=delegator,
        delegate=to,
        reason=reason,
        starts_at=starts_at,
        ends_at=ends_at,
        withheld={kind: list(parts) for kind, parts in countrypack.pack().roles[to.role_id].never.items()},
        made_by=by,
    )
    people = {delegator.pk, to.pk, by.pk}
    grants = seats.grants(delegator.organisation, there=["administer.organisation", "work.hand_over"], people=people)
    delegation.id = begin_record(Delegation.record_kind, owned_by=delegation.organisation, grants=grants)
    try:
        with transaction.atomic():
            delegation.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("Somebody stands in for this colleague already. End that first.")) from None
    announce("delegation.made", delegation, by=by, delegator=delegator.pk, delegate=to.pk, ends_at=ends_at)
    if starts_at <= now:
        begin_delegation(delegation, by=by)
    return delegation


def refuse_unfit(delegator: User, to: User, by: User, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if to == delegator:
        raise ValidationError({"to": _("Nobody stands in for themselves.")})
    # Whoever gives out work would open to themselves what a colleague works with.
    if to == by:
        raise ValidationError({"to": _("You cannot make yourself the one who stands in.")})
    if not to.is_active or to.organisation_id != delegator.organisation_id:
        raise ValidationError({"to": _("Choose a colleague of the same organisation.")})
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise ValidationError({"ends_at": _("Choose a day after the beginning, within half a year.")})
    if not delegator.is_active:
        raise ValidationError(_("This account is not at work: hand its load over instead."))


@transaction.atomic
def begin_delegation(delegation: Delegation, *, by: User | None = None) -> None:
    """The time has come: the database opens to the delegate what the delegator holds, and what they get meanwhile."""
    lock(delegation)
    refuse_state(delegation.status == Status.PLANNED, "delegation.began", delegation)
    if not (delegation.delegate.is_active and delegation.delegator.is_active):
        stop(delegation, by=by)
        return
    set_status(delegation, Status.RUNNING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.take_on(%s)", [delegation.pk])
    announce("delegation.began", delegation, by=by)


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User | None = None) -> None:
    """By the clock (`by` None), or early by either of the two; what it opened closes with it."""
    lock(delegation)
    refuse_unless(by is None or can_end_delegation(by, delegation), "delegation.ended", delegation)
    refuse_state(delegation.status != Status.ENDED, "delegation.ended", delegation)
    stop(delegation, by=by)


def stop(delegation: Delegation, *, by: User | None) -> None:
    delegation.ended_at, delegation.ended_by = timezone.now(), by
    set_status(delegation, Status.ENDED, "ended_at", "ended_by")
    announce("delegation.ended", delegation, by=by)


def set_status(delegation: Delegation, status: str, *more: str) -> None:
    delegation.status, delegation.changed_at = status, timezone.now()
    delegation.save(update_fields=["status", "changed_at", *more])
