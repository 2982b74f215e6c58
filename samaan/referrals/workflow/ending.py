"""How the sending side ends a referral: withdrawn, given up, closed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.referrals.models import Referral
from samaan.referrals.sharing import close_to_provider, narrow_provider
from samaan.referrals.validators import check_reason
from samaan.referrals.workflow import steps
from samaan.referrals.workflow.answering import stop_everything
from samaan.transitions import move


@transaction.atomic
def withdraw_referral(referral: Referral, *, by: User, reason: str, remark: str = "") -> None:
    """Take it back: the provider is told, and sees nothing of it as of its next request."""
    check_reason(reason, remark)
    changes: dict[str, Any] = {"withdraw_reason": reason, "remark": remark, "ended_at": timezone.now()}
    move(referral, steps.WITHDRAW, by=by, event_data={"reason": reason}, **changes)
    stop_everything(referral)
    close_to_provider(referral)


@transaction.atomic
def give_up_referral(referral: Referral, *, by: User) -> None:
    """Stop waiting for an answer that did not come in time; the provider keeps only that it was asked."""
    move(referral, steps.GIVE_UP, by=by, ended_at=timezone.now())
    stop_everything(referral)
    narrow_provider(referral, ("summary",), by=by)


@transaction.atomic
def close_referral(referral: Referral, *, by: User) -> None:
    """Nothing is left to do: the provider keeps what it did, and no longer what was shared."""
    move(referral, steps.CLOSE, by=by)
    narrow_provider(referral, ("summary",), by=by)
