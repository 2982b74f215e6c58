"""Closing a case, and opening it again."""

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.cases.closing import StillOpen, obstacles
from samaan.cases.models import Case
from samaan.cases.workflow.risk import review_day, start_review_clock, stop_review_clock
from samaan.cases.workflow.steps import CLOSE, REOPEN
from samaan.transitions import lock, move


@transaction.atomic
def close_case(case: Case, *, by: User, reason: str) -> None:
    """Close the case with a coded reason, once nothing is open any more; raises StillOpen otherwise."""
    # The step first: a stranger learns nothing of what is open, and the row is locked while we look.
    move(case, CLOSE, by=by, close_reason=reason, closed_at=timezone.now(), event_data={"reason": reason})
    reasons = obstacles(case)
    if reasons:
        raise StillOpen(reasons)
    stop_review_clock(case)


@transaction.atomic
def reopen_case(case: Case, *, by: User, reason: str) -> None:
    """Open a closed case again, with a coded reason; its risk is due for review by the pack's interval."""
    lock(case)
    day = review_day(case.risk)
    move(case, REOPEN, by=by, close_reason="", closed_at=None, next_review=day, event_data={"reason": reason})
    start_review_clock(case)
