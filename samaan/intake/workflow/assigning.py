"""Who investigates: assigned, accepted, passed on; and who must not."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access.records import exclude, excluded_user_ids, exclusions_of, readmit
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.intake import pack
from samaan.intake.models import Report
from samaan.intake.permissions import can_keep_out
from samaan.intake.workflow.holding import (
    close_to_investigator,
    open_to_investigator,
    tell_reporters,
    with_duplicates,
)
from samaan.intake.workflow.steps import ACCEPTS, ASSIGN, CONFLICT, GIVE_BACK, LIFT, REASSIGN
from samaan.transitions import NotPermitted, Transition, lock, move

# What is let go of in the same matter: intake's `ready()` appends the cases the report led to.
ALSO_LET_GO: list[Callable[[Report, User, User], object]] = []


class CannotAssign(Exception):
    """This person cannot be given this report; the message says why."""


class CannotKeepOut(Exception):
    """Nobody would be left to act on the report; the message says so."""


class CannotLift(Exception):
    """What keeps somebody out is not lifted like this; the message says why."""


@transaction.atomic
def assign_report(report: Report, *, by: User, to: User, reason: str = "") -> None:
    """Give a report to an investigator, who now sees it and has until the clock runs out to accept."""
    give(report, ASSIGN, by=by, to=to, note=reason, event_data={"to": to.pk})


@transaction.atomic
def reassign_report(report: Report, *, by: User, to: User, reason: str, note: str = "") -> None:
    """Give a report to another investigator; the one before loses sight of it. `reason` is a code."""
    lock(report)
    before = report.assigned_to
    if before == to:
        raise CannotAssign(_("The report is with this person already."))
    resumes = report.resumes if report.status == Report.Status.ASSIGNED else report.status
    event_data = {"to": to.pk, "from": before.pk if before else None, "reason": reason}
    give(report, REASSIGN, by=by, to=to, note=note, event_data=event_data, resumes=resumes)
    if before:
        for each in with_duplicates(report):
            close_to_investigator(each, before)


def give(report: Report, step: Transition, *, by: User, to: User, note: str, **changes) -> None:
    lock(report)
    refuse_unfit(report, to)
    now = timezone.now()
    accept_by = pack.due("assignment.accept", report.level)
    move(
        report,
        step,
        by=by,
        assigned_to=to,
        assigned_at=now,
        accepted_at=None,
        assignment_reason=note,
        due_at=accept_by,
        **changes,
    )
    for each in with_duplicates(report):
        open_to_investigator(each, to, by=by)
    if accept_by:
        clocks.start(report, "assignment.accept", lasting=accept_by - now)
    tell_reporters(report)


def refuse_unfit(report: Report, to: User) -> None:
    if not to.can("report.accept") or to.organisation_id != report.organisation_id:
        raise CannotAssign(_("This person does not investigate reports."))
    if to.pk in excluded_user_ids(report.pk):
        raise CannotAssign(_("A conflict of interest keeps this person out of this report."))


@transaction.atomic
def accept_report(report: Report, *, by: User) -> None:
    """Take the report on; work begun under somebody else continues where it stood."""
    lock(report)
    step = ACCEPTS[Report.Status(report.resumes)]
    move(report, step, by=by, accepted_at=timezone.now(), due_at=report.act_by)
    clocks.meet(report, "assignment.accept")
    tell_reporters(report)


@transaction.atomic
def declare_conflict(report: Report, *, by: User, about: User, reason: str = "") -> None:
    """Keep somebody out of a matter whatever their role; if it was with them, it waits to be assigned again."""
    lock(report)
    if not CONFLICT.may(by, report) or (about != by and not can_keep_out(by, report)):
        raise NotPermitted(CONFLICT, report)
    if not others_who_assign(report, about):
        raise CannotKeepOut(
            _("Nobody would be left who sees this report and can assign it. Let somebody else in first.")
        )
    every = list(with_duplicates(report))
    hand_back(report, about, by=by)
    for also in ALSO_LET_GO:
        also(report, about, by)
    for each in every:
        close_to_investigator(each, about)
    for each in every:
        exclude(each, about, by=by, reason=reason.strip())


def hand_back(report: Report, about: User, *, by: User) -> None:
    """A report that is with somebody who is to be kept out waits to be assigned anew."""
    if report.assigned_to_id == about.pk and report.status in GIVE_BACK.sources:
        give_back(report, by=by)


def others_who_assign(report: Report, about: User) -> bool:
    """Whether somebody besides `about` still sees this report and can assign it."""
    seats = User.objects.filter(
        organisation_id=report.organisation_id, is_active=True, role__permissions__contains=["report.assign"]
    )
    return seats.exclude(pk__in=[about.pk, *excluded_user_ids(report.pk)]).exists()


@transaction.atomic
def lift_conflict(report: Report, *, by: User, about: User, reason: str) -> None:
    """Let somebody back, for a reason; neither they themselves nor whoever kept them out decides that."""
    lock(report)
    declared = exclusions_of(report.pk).filter(user=about)
    if about == by or not can_keep_out(by, report) or any(each.declared_by_id == by.pk for each in declared):
        raise NotPermitted(LIFT, report)
    if not reason.strip():
        raise CannotLift(_("Say why this person may see it again."))
    for each in with_duplicates(report):
        readmit(each, about, by=by, reason=reason.strip())


def give_back(report: Report, *, by: User) -> None:
    resumes = report.resumes if report.status == Report.Status.ASSIGNED else report.status
    move(
        report,
        GIVE_BACK,
        by=by,
        assigned_to=None,
        accepted_at=None,
        resumes=resumes,
        due_at=report.act_by,
        event_data={"because": "conflict"},
    )
    clocks.meet(report, "assignment.accept")
    tell_reporters(report)
