"""When the person is seen: agreed, changed, cancelled; and whether they came."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.referrals.models import Appointment, Referral
from samaan.referrals.validators import check_ahead
from samaan.referrals.workflow import steps
from samaan.transitions import WrongState, lock, move

CLOCK = "referral.appointment"
REMIND_BEFORE = timedelta(days=1)


@transaction.atomic
def make_appointment(
    referral: Referral, *, by: User, starts_at: datetime, minutes: int = 60, note: str = ""
) -> Appointment:
    """Agree on a time; the other side is told now, and both a day before."""
    check_ahead(starts_at)
    lock(referral)
    if Appointment.objects.filter(referral=referral, status=Appointment.Status.PLANNED).exists():
        raise ValidationError({"starts_at": _("There is an appointment already: change it, or cancel it first.")})
    referral.speaking = by
    move(referral, steps.MAKE_APPOINTMENT, by=by)
    appointment = Appointment(referral=referral, starts_at=starts_at, minutes=minutes, note=note, made_by=by)
    appointment.save(force_insert=True)
    remind(referral, starts_at)
    return appointment


@transaction.atomic
def change_appointment(
    appointment: Appointment, *, by: User, starts_at: datetime, minutes: int = 60, note: str = ""
) -> None:
    """Another time, or another word about it; the other side is told."""
    check_ahead(starts_at)
    referral = held(appointment, steps.CHANGE_APPOINTMENT, by)
    appointment.starts_at, appointment.minutes, appointment.note = starts_at, minutes, note
    appointment.changes += 1
    appointment.changed_at = timezone.now()
    appointment.save(update_fields=["starts_at", "minutes", "note", "changes", "changed_at"])
    remind(referral, starts_at)


@transaction.atomic
def cancel_appointment(appointment: Appointment, *, by: User) -> None:
    """It does not take place; the other side is told."""
    end(appointment, steps.CANCEL_APPOINTMENT, Appointment.Status.CANCELLED, by)


@transaction.atomic
def note_attended(appointment: Appointment, *, by: User) -> None:
    """The person came."""
    refuse_before(appointment)
    end(appointment, steps.ATTENDED, Appointment.Status.ATTENDED, by)


@transaction.atomic
def note_missed(appointment: Appointment, *, by: User) -> None:
    """The person did not come; the sending side is told."""
    refuse_before(appointment)
    end(appointment, steps.MISSED, Appointment.Status.MISSED, by)


def end(appointment: Appointment, step, status: str, by: User) -> None:
    referral = held(appointment, step, by)
    appointment.status, appointment.changed_at = status, timezone.now()
    appointment.changes += 1
    appointment.save(update_fields=["status", "changes", "changed_at"])
    clocks.meet(referral, CLOCK)


def held(appointment: Appointment, step, by: User) -> Referral:
    """The referral, locked and with the step taken; of two who act at once the second finds nothing planned."""
    referral = appointment.referral
    lock(referral)
    lock(appointment)
    if not appointment.is_planned:
        raise WrongState(step, referral)
    referral.speaking = by
    move(referral, step, by=by)
    return referral


def refuse_before(appointment: Appointment) -> None:
    if not appointment.has_begun:
        raise ValidationError(_("This can be said once the time of the appointment has come."))


def remind(referral: Referral, starts_at: datetime) -> None:
    """A day before; whoever agrees on a time within a day needs no reminder."""
    clocks.meet(referral, CLOCK)
    left = starts_at - REMIND_BEFORE - timezone.now()
    if left > timedelta(0):
        clocks.start(referral, CLOCK, lasting=left)
