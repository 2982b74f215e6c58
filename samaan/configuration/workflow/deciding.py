"""A change is proposed by one person and published by another, who has seen just what it does."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.configuration.examining import Examined, examine
from samaan.configuration.models import Change
from samaan.configuration.workflow.steps import APPROVE, PROPOSE, REFUSE, TAKE_BACK, WITHDRAW
from samaan.countrypack import loading
from samaan.countrypack.faults import PackFaults
from samaan.countrypack.models import PackVersion
from samaan.transitions import NotPermitted, WrongState, lock, move


@transaction.atomic
def propose_change(change: Change, *, by: User) -> None:
    """Ask a second person to put it to work; what has faults, or changes nothing, is not proposed."""
    lock(change)
    if not PROPOSE.may(by, change):
        raise NotPermitted(PROPOSE, change)
    examined = examine(change)
    refuse_unready(examined)
    load(change, examined, by, dry_run=True)
    now = timezone.now()
    facts = facts_of(examined)
    move(change, PROPOSE, by=by, base=examined.base, proposed_at=now, event_data=facts)


@transaction.atomic
def take_back_change(change: Change, *, by: User) -> None:
    """Work on it again before anybody decided."""
    move(change, TAKE_BACK, by=by, proposed_at=None)


@transaction.atomic
def withdraw_change(change: Change, *, by: User) -> None:
    """Whoever proposed it gives it up."""
    move(change, WITHDRAW, by=by)


@transaction.atomic
def refuse_change(change: Change, *, by: User, answer: str) -> None:
    """The second person does not agree, and says why."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    move(change, REFUSE, by=by, decided_by=by, decided_at=timezone.now(), answer=answer.strip())


@transaction.atomic
def approve_change(change: Change, *, by: User, shown: str) -> PackVersion:
    """The second person agrees, and it goes to work: on every page within two seconds, without a restart.

    1. refuses who may not, and what is decided, 2. looks at it anew upon the version at work now, 3. refuses when that
    is not what this person was `shown`, 4. loads it whole, or nothing, 5. notes both names.
    """
    lock(change)
    if not APPROVE.may(by, change):
        raise NotPermitted(APPROVE, change)
    if change.status not in APPROVE.sources:
        raise WrongState(APPROVE, change)
    # Before looking: of two that are approved at once, the second is looked at upon the first.
    loading.one_at_a_time()
    examined = examine(change)
    refuse_unready(examined)
    if examined.shown != shown:
        raise ValidationError(_("Something else changed meanwhile. Look at the difference as it is now, then decide."))
    load(change, examined, by)
    made = PackVersion.objects.defer("content").get(is_active=True)
    facts, now = facts_of(examined) | {"version": made.pk}, timezone.now()
    move(change, APPROVE, by=by, event_data=facts, decided_by=by, decided_at=now, base=examined.base, made=made)
    return made


def refuse_unready(examined: Examined) -> None:
    if examined.faults:
        raise ValidationError(_("It has faults. Correct them first."))
    if examined.changes_nothing:
        raise ValidationError(_("It changes nothing."))


def load(change: Change, examined: Examined, by: User, *, dry_run: bool = False) -> None:
    """Put it to work as `samaan pack load` would; what that refuses is said here."""
    try:
        loading.load_checked(examined.source, by=by, dry_run=dry_run, back_to=change.back_to)
    except PackFaults as refused:
        raise ValidationError([str(fault) for fault in refused.faults]) from None


def facts_of(examined: Examined) -> dict[str, Any]:
    """For the event: ids, counts and the checksum of what was looked at."""
    return {"base": examined.base.pk, "shown": examined.shown, "changes": len(examined.differences)}
