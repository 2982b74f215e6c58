"""A provider changes its own entries; the steward approves, or returns them with a reason."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan.accounts.models import User
from samaan.directory.facts import Facts, facts_of, groups_of, put_facts
from samaan.directory.models import Change, Service
from samaan.directory.permissions import can_decide, can_keep, can_steward, can_withdraw
from samaan.directory.workflow.verifying import note_verified
from samaan.transitions import NotPermitted, Transition, announce, lock, move

Status = Change.Status

APPROVE = Transition(
    "directory.approved", (Status.WAITING,), Status.APPROVED, can_decide, gettext_lazy("Approve"), style="primary"
)
RETURN = Transition("directory.returned", (Status.WAITING,), Status.RETURNED, can_decide, gettext_lazy("Return"))
WITHDRAW = Transition(
    "directory.withdrawn", (Status.WAITING,), Status.WITHDRAWN, can_withdraw, gettext_lazy("Take back")
)
PROPOSE = Transition("directory.proposed", (), None, can_keep)


@transaction.atomic
def propose_change(service: Service, group: str, facts: Facts, *, by: User, note: str = "") -> Change:
    """Say what is different now. It waits for the steward; what the steward writes counts at once."""
    lock(service)
    change = Change(organisation=service.organisation, service=service, group=group, proposed_by=by, note=note)
    if not can_keep(by, service.organisation):
        raise NotPermitted(PROPOSE, change)
    if group not in groups_of(service):
        raise ValidationError(_("Where a sealed service is does not stand in the directory."))
    now = facts_of(service, group)
    change.before = {name: now[name] for name in facts if now[name] != facts[name]}
    change.after = {name: facts[name] for name in change.before}
    if not change.after:
        raise ValidationError(_("Nothing is different. To say that it is still true, press “Still true”."))
    refuse_wrong(service, group, change.after)
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("A change of these facts waits already. Take it back first.")) from None
    announce("directory.proposed", change, by=by, group=group, service=str(service.pk))
    if can_steward(by):
        approve_change(change, by=by)
    return change


def refuse_wrong(service: Service, group: str, facts: Facts) -> None:
    """Try it: what the database or a rule refuses is said to whoever proposes, not to the steward later."""
    with transaction.atomic():
        put_facts(service, group, facts)
        transaction.set_rollback(True)
    service.refresh_from_db()


@transaction.atomic
def approve_change(change: Change, *, by: User) -> None:
    """Agree: the entry says so now, and the facts are verified today by whoever proposed them."""
    now = timezone.now()
    move(change, APPROVE, by=by, decided_by=by, decided_at=now, event_data={"group": change.group})
    service = change.service
    if service is None:
        return
    lock(service)
    put_facts(service, change.group, change.after)
    service.kept_since = service.kept_since or now
    service.save(update_fields=["kept_since"])
    note_verified(service, change.group, by=change.proposed_by)


@transaction.atomic
def return_change(change: Change, *, by: User, reason: str) -> None:
    """Not so: whoever proposed it is told why."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    move(change, RETURN, by=by, decided_by=by, decided_at=timezone.now(), reason=reason.strip())


@transaction.atomic
def withdraw_change(change: Change, *, by: User) -> None:
    """Whoever proposed it, or a colleague who keeps the entries with them, takes it back."""
    move(change, WITHDRAW, by=by)
