"""The level of risk, and when it is looked at again."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.cases import pack
from samaan.cases.models import Case, RiskAssessment
from samaan.cases.workflow.steps import SET_RISK
from samaan.transitions import lock, move

CLOCK = "case.review"


@transaction.atomic
def set_risk(case: Case, *, by: User, level: str, reasons: str, next_review: date | None = None) -> RiskAssessment:
    """Assess the risk, with reasons; the clock of the next review starts, by the pack's interval or for a given day."""
    lock(case)
    next_review = next_review or review_day(level)
    data = {"risk": level, "risk_before": case.risk, "next_review": next_review}
    move(case, SET_RISK, by=by, risk=level, next_review=next_review, event_data=data)
    assessment = RiskAssessment(case=case, level=level, reasons=reasons, next_review=next_review, assessed_by=by)
    assessment.save(force_insert=True)
    start_review_clock(case)
    return assessment


def review_day(level: str) -> date:
    return (timezone.localtime() + pack.review_interval(level)).date()


def start_review_clock(case: Case) -> None:
    """Runs until the day of the review is over."""
    day = case.next_review or review_day(case.risk)
    day_over = timezone.make_aware(datetime.combine(day, time.max))
    clocks.start(case, CLOCK, lasting=day_over - timezone.now())


def stop_review_clock(case: Case) -> None:
    clocks.meet(case, CLOCK)
