"""Accounts that end, or are locked until somebody says that they are needed."""

import json
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from samaan.access import principals
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.signin.workflow import end_silently
from samaan.staff.models import Delegation, Invitation, RoleChange
from samaan.staff.permissions import can_end_account
from samaan.staff.workflow import inviting
from samaan.staff.workflow.delegating import stop
from samaan.staff.workflow.locking import lock
from samaan.staff.workflow.refusing import refuse_state, refuse_unless

# What else has to be done once an account has ended, given the account and whoever ended it.
AFTER_END: list[Callable[[User, User | None], object]] = []
# What else acts for an account, and ends with it or when they are signed out everywhere; each says how many it ended.
ACTING_FOR_THEM: list[Callable[[User], int]] = []


@transaction.atomic
def end_account(user: User, *, by: User | None, reason: str) -> int:
    """A colleague has left. On their next request they are nobody.

    1. No sign-in, session, token or open page of theirs counts any more; 2. what they were given by name is closed to
    them and kept for whoever gets it (`hand_over_load`); 3. delegations of and to them end; 4. what they had asked for
    and nobody has used is withdrawn; 5. one event. Returns how many records wait to be handed over.
    `reason` is a code of the list end_reasons; `by` is None for the machine's holder.
    """
    lock(user)
    refuse_unless(by is None or can_end_account(by, user), "account.ended", user)
    refuse_state(user.ended_at is None, "account.ended", user)
    user.is_active, user.ended_at, user.locked_at = False, timezone.now(), None
    shut_out(user)
    user.save(update_fields=["is_active", "ended_at", "locked_at", "password"])
    for delegation in Delegation.objects.filter(Q(delegate=user) | Q(delegator=user)).exclude(status="ended"):
        stop(delegation, by=by)
    left = end_grants(user)
    withdraw_what_waits(user, by)
    stream.append("account.ended", by=by, purpose="accounts", user=user.pk, reason=reason, records=left)
    for tell in AFTER_END:
        tell(user, by)
    return left


@transaction.atomic
def lock_account(user: User, *, by: User | None, because: str) -> None:
    """Nobody said in time that the account is needed: it opens nothing until somebody does."""
    lock(user)
    refuse_state(user.status == "active", "account.locked", user)
    user.is_active, user.locked_at = False, timezone.now()
    shut_out(user, for_ever=False)
    user.save(update_fields=["is_active", "locked_at"])
    stream.append("account.locked", by=by, purpose="accounts", user=user.pk, because=because)


@transaction.atomic
def unlock_account(user: User, *, by: User | None) -> None:
    """The account is needed after all."""
    lock(user)
    refuse_unless(by is None or can_end_account(by, user), "account.unlocked", user)
    refuse_state(user.status == "locked", "account.unlocked", user)
    user.is_active, user.locked_at = True, None
    user.save(update_fields=["is_active", "locked_at"])
    stream.append("account.unlocked", by=by, purpose="accounts", user=user.pk)


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User) -> int:
    """A device was lost, or somebody else is signed in: every session and program of theirs ends, the account stays.

    Returns how many there were.
    """
    lock(user)
    refuse_unless(can_end_account(by, user), "account.signed_out", user)
    ended, programs = end_silently(user, keep=None), user.api_tokens.all().delete()[0]
    programs += end_what_acts_for(user)
    shut_out(user, for_ever=False)
    stream.append("account.signed_out", by=by, purpose="accounts", user=user.pk, sessions=ended, programs=programs)
    return ended + programs


def shut_out(user: User, *, for_ever: bool = True) -> None:
    """Sessions carry a hash of the password and end with it; open pages are told to ask anew once this is committed."""
    if for_ever:
        user.set_unusable_password()
        user.api_tokens.all().delete()
        end_what_acts_for(user)
    with connection.cursor() as cursor:
        gone = json.dumps({"gone": principals.user(user.pk)})
        cursor.execute("SELECT pg_notify('samaan', %s)", [gone])


def end_what_acts_for(user: User) -> int:
    """What the contexts above let act in their name, such as a telephone that sends forms."""
    return sum(end(user) for end in ACTING_FOR_THEM)


def end_grants(user: User) -> int:
    """Close what they hold by name. Whoever ends an account sees none of it: the database does it for them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.end_grants_of(%s)", [user.pk])
        return cursor.fetchone()[0]


def withdraw_what_waits(user: User, by: User | None) -> None:
    """Invitations they sent or were sent, and roles they asked for, that nobody has answered."""
    pending = Invitation.objects.filter(status__in=["unconfirmed", "sent"], account=None)
    for invitation in pending.filter(Q(invited_by=user) | Q(email__iexact=user.email)):
        inviting.close(invitation, Invitation.Status.WITHDRAWN)
    RoleChange.objects.filter(Q(user=user) | Q(asked_by=user), status=RoleChange.Status.WAITING).update(
        status=RoleChange.Status.REFUSED, decided_by=by, decided_at=timezone.now()
    )
