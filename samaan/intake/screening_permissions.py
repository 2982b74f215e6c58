"""Who may do what with a screening. Each rule counts only where the person sees the screening at all."""

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.intake.models import Report, Screening
from samaan.questionnaires.queries import has_answered


def can_begin(user: User | None, report: Report) -> bool:
    """Those who conduct screenings, on a report whose screening part is open to them."""
    return user is not None and user.can("screening.conduct") and "screening" in compartments_of(report, user)


def can_work(user: User | None, screening: Screening) -> bool:
    """Those who conduct screenings, while the report is in hand: its investigator and colleagues asked to help."""
    return user is not None and user.can("screening.conduct") and screening.report.status in Report.IN_HAND


def can_ask_colleague(user: User | None, screening: Screening) -> bool:
    """The report's investigator, and those who grant access."""
    if user is None:
        return False
    return user.can("access.grant") or (can_work(user, screening) and screening.report.assigned_to_id == user.pk)


def has_screened(user: User, screening: Screening) -> bool:
    """Whether this person began the screening, submitted it or answered any of it."""
    if user.pk in (screening.opened_by_id, screening.submitted_by_id):
        return True
    return has_answered(user, screening.submission)


def can_review(user: User | None, screening: Screening) -> bool:
    """Those who review screenings, but nobody their own."""
    return user is not None and user.can("screening.review") and not has_screened(user, screening)


def can_decide(user: User | None, screening: Screening) -> bool:
    """An officer authorised to decide, who had no part in the screening."""
    return user is not None and user.can("determination.decide") and not has_screened(user, screening)


def can_revise(user: User | None, screening: Screening) -> bool:
    """An officer authorised to revise decisions, who had no part in the screening."""
    return user is not None and user.can("determination.revise") and not has_screened(user, screening)
