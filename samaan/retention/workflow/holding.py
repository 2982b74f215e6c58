"""Legal hold: placed with a reason, lifted with one, ended by its day. What was proposed ends with it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.retention.models import Hold
from samaan.retention.workflow.steps import HOLD, LIFT
from samaan.transitions import NotPermitted, lock
from samaan.transitions import announce as announce_event


@transaction.atomic
def place_hold(record: Any, *, by: User, reason: str, court_reference: str = "", ends_on: date | None = None) -> Hold:
    """From now on nothing of this report or case is disposed of; a proposal that waits is refused by it."""
    lock(record)
    if not HOLD.may(by, record):
        raise NotPermitted(HOLD, record)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if ends_on and ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("This day is past.")})
    hold = Hold(
        of_record=record.record_id,
        of_kind=record.record_kind,
        reason=reason.strip(),
        court_reference=court_reference.strip(),
        ends_on=ends_on,
        placed_by=by,
    )
    hold.save(force_insert=True)
    announce_event(HOLD.kind, record, by=by, hold=hold.pk, until=ends_on)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: User, reason: str) -> None:
    """Let the record go on as its class says. Whoever lifts it cannot then propose the disposal."""
    lock(hold)
    if not LIFT.may(by, hold):
        raise NotPermitted(LIFT, hold)
    if not hold.stands:
        raise ValidationError(_("This hold has ended already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    hold.lifted_by, hold.lifted_at, hold.lift_reason = by, timezone.now(), reason.strip()
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    announce_event(LIFT.kind, hold.record, by=by, hold=hold.pk)
