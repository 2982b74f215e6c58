"""Closing a report, and opening it again."""

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.intake.workflow.holding import stop_clocks, tell_reporters
from samaan.intake.workflow.steps import CLOSE, REOPEN
from samaan.transitions import move


@transaction.atomic
def close_report(report: Report, *, by: User, reason: str, note: str = "") -> None:
    """Close a report with a coded reason; its clocks stop and whoever reported can see that it is done."""
    move(
        report,
        CLOSE,
        by=by,
        close_reason=reason,
        close_note=note,
        closed_at=timezone.now(),
        due_at=None,
        event_data={"reason": reason},
    )
    stop_clocks(report)
    tell_reporters(report)


@transaction.atomic
def reopen_report(report: Report, *, by: User, note: str) -> None:
    """Open a closed report again, to be triaged anew."""
    move(report, REOPEN, by=by, close_reason="", closed_at=None, close_note=note, assigned_to=None, accepted_at=None)
    tell_reporters(report)
