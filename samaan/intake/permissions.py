"""Who may do what with a report. Each rule counts only on reports the person can see at all."""

from samaan.access.records import represented_by
from samaan.accounts.models import User
from samaan.intake.models import Report


def can_receive(user: User | None) -> bool:
    """Whoever's role files reports. The public form asks nobody."""
    return user is not None and user.can("report.receive")


def can_list(user: User | None) -> bool:
    """Whoever works with reports."""
    return user is not None and user.can("report.view")


def can_triage(user: User | None, report: Report) -> bool:
    """Those who triage."""
    return user is not None and user.can("report.triage")


def can_merge(user: User | None, report: Report) -> bool:
    """Those who merge duplicates."""
    return user is not None and user.can("report.merge")


def can_close(user: User | None, report: Report) -> bool:
    """Those who close reports."""
    return user is not None and user.can("report.close")


def can_assign(user: User | None, report: Report) -> bool:
    """Those who assign reports to investigators."""
    return user is not None and user.can("report.assign")


def is_assigned(user: User, report: Report) -> bool:
    """The investigator it is assigned to; while they are away, whoever stands in for them."""
    if report.assigned_to_id is None or report.assigned_to_id == user.pk:
        return report.assigned_to_id == user.pk
    return report.assigned_to_id in represented_by(report.pk, user)


def can_accept(user: User | None, report: Report) -> bool:
    """The investigator it is assigned to, or whoever stands in for them."""
    return user is not None and user.can("report.accept") and is_assigned(user, report)


def can_answer(user: User | None, report: Report) -> bool:
    """Those who write to reporters; an investigator only on a report of their own."""
    if user is None or not user.can("report.answer_reporter"):
        return False
    return user.can("report.triage") or is_assigned(user, report)


def can_name_persons(user: User | None, report: Report) -> bool:
    """Those who triage, and the investigator of the report."""
    return can_triage(user, report) or can_accept(user, report)


def can_declare_conflict(user: User | None, report: Report) -> bool:
    """The investigator about themselves, and those who keep people out of records."""
    return user is not None and (user.can("access.exclude") or can_accept(user, report))


def can_keep_out(user: User | None, report: Report) -> bool:
    """Those who may declare somebody else's conflict of interest."""
    return user is not None and user.can("access.exclude")
