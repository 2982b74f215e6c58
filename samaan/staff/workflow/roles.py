"""Another role for an account."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import Role, Unit, User
from samaan.audit import stream
from samaan.staff import giving
from samaan.staff.models import Delegation, RoleChange
from samaan.staff.permissions import can_change_role, can_decide_role
from samaan.staff.workflow.delegating import stop
from samaan.staff.workflow.locking import lock
from samaan.staff.workflow.refusing import refuse_state, refuse_unless

Status = RoleChange.Status


@transaction.atomic
def ask_for_role(user: User, *, by: User, role: Role, unit: Unit | None = None) -> RoleChange:
    """Give an account another role; at once, or after a second person when it opens much."""
    lock(user)
    refuse_unless(can_change_role(by, user), "account.role_asked", user)
    refuse_state(user.ended_at is None, "account.role_asked", user)
    giving.refuse_seat(role, user.organisation)
    if unit and unit.organisation_id != user.organisation_id:
        raise ValidationError({"unit": _("This unit belongs to another organisation.")})
    if (role, unit) == (user.role, user.unit):
        raise ValidationError({"role": _("The account has this role already.")})
    RoleChange.objects.filter(user=user, status=Status.WAITING).update(
        status=Status.REFUSED, decided_by=by, decided_at=timezone.now()
    )
    change = RoleChange(user=user, role=role, unit=unit, asked_by=by)
    change.save(force_insert=True)
    stream.append("account.role_asked", by=by, purpose="accounts", user=user.pk, role=role.pk)
    if not giving.needs_second_person(role):
        make(change, by=by)
    return change


@transaction.atomic
def decide_role(change: RoleChange, *, by: User, agrees: bool) -> None:
    """The second person agrees or not."""
    change.refresh_from_db(from_queryset=RoleChange.objects.select_for_update(of=("self",)))
    lock(change.user)
    refuse_unless(can_decide_role(by, change), "account.role_decided", change)
    refuse_state(change.status == Status.WAITING and change.user.ended_at is None, "account.role_decided", change)
    if agrees:
        make(change, by=by)
        return
    decided(change, Status.REFUSED, by)
    stream.append("account.role_refused", by=by, purpose="accounts", user=change.user_id, role=change.role_id)


def make(change: RoleChange, *, by: User) -> None:
    """The seat changes now; whoever stood in with the old role no longer does."""
    user, before = change.user, change.user.role_id
    user.role, user.unit = change.role, change.unit
    user.save(update_fields=["role", "unit"])
    for delegation in Delegation.objects.filter(delegate=user).exclude(status=Delegation.Status.ENDED):
        stop(delegation, by=by)
    decided(change, Status.MADE, by)
    stream.append(
        "account.role_changed", by=by, purpose="accounts", user=user.pk, role=change.role_id, role_before=before
    )


def decided(change: RoleChange, status: str, by: User) -> None:
    change.status, change.decided_by, change.decided_at = status, by, timezone.now()
    change.save(update_fields=["status", "decided_by", "decided_at"])
