"""The forms about a report that are no screenings."""

from samaan import countrypack
from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.questionnaires import queries
from samaan.questionnaires.models import Submission
from samaan.questionnaires.purposes import purpose


def of_report(user: User, report: Report) -> list[Submission]:
    """Those this person sees, the newest first; a screening stands beside the person it is about."""
    return [found for found in queries.of_record(user, report) if found.purpose.alone]


def are_there(user: User, report: Report) -> bool:
    """Whether the pack has any for reports, or this one has some from a pack before."""
    known = countrypack.pack().instruments.values()
    for_reports = any(one.record == "report" and purpose(one.purpose).alone for one in known)
    return for_reports or bool(of_report(user, report))
