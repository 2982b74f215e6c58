"""The provider's steps: seen, accepted or declined, started, delivered or not, and how it went."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.common.jobs import app
from samaan.directory.models import Service
from samaan.referrals import places
from samaan.referrals.guest import Actor, account_of
from samaan.referrals.models import Delivery, Feedback, Message, Referral, SentBack, Status
from samaan.referrals.permissions import can_respond
from samaan.referrals.sharing import narrow_provider
from samaan.referrals.validators import check_days, check_expected, check_reason, check_suggested
from samaan.referrals.workflow import steps
from samaan.referrals.workflow.appointments import CLOCK as APPOINTMENT_CLOCK
from samaan.referrals.workflow.chat import write
from samaan.transitions import WrongState, lock, move

ANSWER_CLOCK, INFORMATION_CLOCK, LIST_CLOCK = "referral.answer", "referral.information", "referral.waiting_list"
# Longer than any clock of the pack; only for a pack that names none.
WITHIN = {INFORMATION_CLOCK: timedelta(days=3), LIST_CLOCK: timedelta(days=30)}
# Whoever asked at the last moment still has time to read the answer.
LEAST_LEFT = timedelta(hours=4)
# What nobody waits for any more once the provider has answered.
NOTHING_DUE: dict[str, Any] = {"information_by": None, "time_left": None, "confirm_by": None}


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
    """Say yes, at once or from the waiting list: the clocks are met."""
    lock(referral)
    move(referral, steps.ACCEPT, by=by, answered_at=referral.answered_at or timezone.now(), **NOTHING_DUE)
    places.take(referral)
    stop_clocks(referral)


@transaction.atomic
def decline_referral(
    referral: Referral, *, by: Actor, reason: str, remark: str = "", suggested: Service | None = None
) -> None:
    """Say no, and perhaps who could help: the sender is told, and what was shared closes to the provider."""
    check_reason(reason, remark)
    check_suggested(referral, suggested)
    lock(referral)
    now = timezone.now()
    changes: dict[str, Any] = {"decline_reason": reason, "remark": remark, "suggested": suggested, "ended_at": now}
    changes |= NOTHING_DUE | {"answered_at": referral.answered_at or now}
    move(referral, steps.DECLINE, by=by, event_data={"reason": reason}, **changes)
    stop_everything(referral)
    narrow_provider(referral, ("summary", "chat"), by=by)


@transaction.atomic
def ask_information(referral: Referral, *, by: Actor, question: str, client_id) -> Message:
    """Ask the sender something before answering: it stands in the chat, and the sender's clock runs instead."""
    lock(referral)
    now = timezone.now()
    left = max((referral.answer_by or now) - now, LEAST_LEFT)
    within = time_for(INFORMATION_CLOCK, referral)
    due = {"time_left": left, "answer_by": None, "information_by": now + within}
    is_new = referral.status in steps.ASK.sources
    message = write(referral, steps.ASK, text=question, by=by, client_id=client_id, changes=due)
    if is_new:
        clocks.meet(referral, ANSWER_CLOCK)
        clocks.start(referral, INFORMATION_CLOCK, lasting=within)
    return message


@transaction.atomic
def give_information(referral: Referral, *, by: Actor, answer: str = "", client_id: UUID) -> None:
    """Answer what was asked, here or in the chat before: the provider goes on with the time it had left."""
    lock(referral)
    left, is_new = referral.time_left or LEAST_LEFT, referral.status in steps.INFORM.sources
    due: dict[str, Any] = {"time_left": None, "answer_by": timezone.now() + left, "information_by": None}
    if answer.strip():
        write(referral, steps.INFORM, text=answer, by=by, client_id=client_id, changes=due)
    else:
        move(referral, steps.INFORM, by=by, **due)
    if is_new:
        clocks.meet(referral, INFORMATION_CLOCK)
        clocks.start(referral, ANSWER_CLOCK, lasting=left)


@transaction.atomic
def put_on_waiting_list(referral: Referral, *, by: Actor, expected_on: date, position: int | None = None) -> None:
    """Not now, but then: the sender knows the day and the place in the line, and a clock has them confirmed."""
    check_expected(expected_on)
    lock(referral)
    changes = NOTHING_DUE | on_list(referral, expected_on, position)
    move(referral, steps.PUT_ON_LIST, by=by, answered_at=timezone.now(), **changes)
    places.give_back(referral)
    stop_clocks(referral)
    clocks.start(referral, LIST_CLOCK, lasting=time_for(LIST_CLOCK, referral))


@transaction.atomic
def confirm_waiting_list(referral: Referral, *, by: Actor, expected_on: date, position: int | None = None) -> None:
    """Still on the list, with the day and the place as they are now; the clock starts anew."""
    check_expected(expected_on)
    move(referral, steps.CONFIRM_LIST, by=by, **on_list(referral, expected_on, position))
    clocks.start(referral, LIST_CLOCK, lasting=time_for(LIST_CLOCK, referral))


def on_list(referral: Referral, expected_on: date, position: int | None) -> dict[str, Any]:
    confirm_by = timezone.now() + time_for(LIST_CLOCK, referral)
    return {"expected_on": expected_on, "position": position, "confirm_by": confirm_by}


def time_for(clock: str, referral: Referral) -> timedelta:
    return countrypack.pack().clock(clock, referral.priority) or WITHIN[clock]


def stop_clocks(referral: Referral) -> None:
    """Nobody owes an answer any more."""
    for name in (ANSWER_CLOCK, INFORMATION_CLOCK, LIST_CLOCK):
        clocks.meet(referral, name)


def stop_everything(referral: Referral) -> None:
    """It has come to its end: its place is given back, and nobody is reminded of an appointment."""
    places.give_back(referral)
    stop_clocks(referral)
    clocks.meet(referral, APPOINTMENT_CLOCK)


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
    stop_everything(referral)
    places.count_sessions(referral, sessions, by=by)


@transaction.atomic
def not_deliver_referral(referral: Referral, *, by: Actor, reason: str, remark: str = "") -> None:
    """Say why nothing could be given."""
    check_reason(reason, remark)
    changes: dict[str, Any] = {"not_delivered_reason": reason, "remark": remark, "ended_at": timezone.now()}
    move(referral, steps.NOT_DELIVER, by=by, event_data={"reason": reason}, **changes)
    stop_everything(referral)


@transaction.atomic
def send_back(referral: Referral, *, by: User, done: str, needed: str, need: str) -> SentBack:
    """The person goes back, or onward, with what was done and what is still needed: a task of the case manager."""
    move(referral, steps.SEND_BACK, by=by, event_data={"need": need}, ended_at=timezone.now())
    told = SentBack(referral=referral, done=done, needed=needed, need=need, recorded_by=by)
    told.save(force_insert=True)
    stop_everything(referral)
    # The provider sees nothing of the case, so the worker writes into it.
    app.configure_task("samaan.referrals.jobs.task_of_return", queue="clocks").defer(sent_back=str(told.pk))
    return told


@transaction.atomic
def give_feedback(referral: Referral, *, by: Actor, rating: int, need_met: str, comment: str = "") -> None:
    """Say how it went, once for each time it is asked."""
    move(referral, steps.GIVE_FEEDBACK, by=by, event_data={"rating": rating, "need_met": need_met})
    given = Feedback(referral=referral, rating=rating, need_met=need_met, comment=comment, given_by=account_of(by))
    given.save(force_insert=True)
