"""The provider's steps: seen, accepted or declined, started, delivered or not, and how it went."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from samaan.alerts import clocks
from samaan.referrals import places
from samaan.referrals.guest import Actor, account_of
from samaan.referrals.models import Delivery, Feedback, Message, Referral, Status
from samaan.referrals.permissions import can_respond
from samaan.referrals.sharing import narrow_provider
from samaan.referrals.validators import check_days, check_reason
from samaan.referrals.workflow import steps
from samaan.referrals.workflow.chat import write
from samaan.transitions import WrongState, move

ANSWER_CLOCK = "referral.answer"


def mark_viewed(referral: Referral, *, by: Actor) -> None:
    """The provider has opened it for the first time. Two colleagues may open it at once: one of them was first."""
    if referral.status != Status.SENT or not can_respond(by, referral):
        return
    try:
        move(referral, steps.VIEW, by=by, viewed_at=timezone.now())
    except WrongState:
        return


@transaction.atomic
def accept_referral(referral: Referral, *, by: Actor) -> None:
    """Say yes: the clock is met."""
    move(referral, steps.ACCEPT, by=by, answered_at=timezone.now())
    places.take(referral)
    clocks.meet(referral, ANSWER_CLOCK)


@transaction.atomic
def decline_referral(referral: Referral, *, by: Actor, reason: str, remark: str = "") -> None:
    """Say no, with a reason: the sender is told at once, and what was shared closes to the provider."""
    check_reason(reason, remark)
    now = timezone.now()
    changes: dict[str, Any] = {"decline_reason": reason, "remark": remark, "answered_at": now, "ended_at": now}
    move(referral, steps.DECLINE, by=by, event_data={"reason": reason}, **changes)
    places.give_back(referral)
    clocks.meet(referral, ANSWER_CLOCK)
    narrow_provider(referral, ("summary", "chat"), by=by)


@transaction.atomic
def ask_information(referral: Referral, *, by: Actor, question: str, client_id) -> Message:
    """Ask the sender something before answering; the question stands in the chat, and the clock runs on."""
    return write(referral, steps.ASK, text=question, by=by, client_id=client_id)


@transaction.atomic
def start_referral(referral: Referral, *, by: Actor) -> None:
    """The service has begun."""
    move(referral, steps.START, by=by)


@transaction.atomic
def deliver_referral(
    referral: Referral, *, by: Actor, note: str, began_on: date, ended_on: date | None = None, sessions: int = 1
) -> None:
    """Record what was really given; funded sessions count down. Raises ValidationError for days out of order."""
    check_days(began_on, ended_on)
    now = timezone.now()
    move(referral, steps.DELIVER, by=by, delivered_at=now, ended_at=now)
    recorded = Delivery(referral=referral, note=note, began_on=began_on, ended_on=ended_on, recorded_by=account_of(by))
    recorded.save(force_insert=True)
    places.give_back(referral)
    places.count_sessions(referral, sessions, by=by)


@transaction.atomic
def not_deliver_referral(referral: Referral, *, by: Actor, reason: str, remark: str = "") -> None:
    """Say why nothing could be given."""
    check_reason(reason, remark)
    changes: dict[str, Any] = {"not_delivered_reason": reason, "remark": remark, "ended_at": timezone.now()}
    move(referral, steps.NOT_DELIVER, by=by, event_data={"reason": reason}, **changes)
    places.give_back(referral)


@transaction.atomic
def give_feedback(referral: Referral, *, by: Actor, rating: int, need_met: str, comment: str = "") -> None:
    """Say how it went, once for each time it is asked."""
    move(referral, steps.GIVE_FEEDBACK, by=by, event_data={"rating": rating, "need_met": need_met})
    given = Feedback(referral=referral, rating=rating, need_met=need_met, comment=comment, given_by=account_of(by))
    given.save(force_insert=True)
