"""What forms know of screenings: who fills one in, what follows from an answer, where it belongs."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.intake.screening_answers import follow
from samaan.intake.screening_findings import finding
from samaan.intake.screening_permissions import can_work
from samaan.questionnaires.models import Submission
from samaan.questionnaires.purposes import OfKind, Purpose
from samaan.xforms.verdict import Verdict


def takes_forms(user: User, report: Report) -> bool:
    """A report somebody works on."""
    return report.status in Report.IN_HAND


def may_fill(user: User, submission: Submission) -> bool:
    """Whoever works on the screening it belongs to."""
    return can_work(user, submission.screening)


def called(report: Report) -> str:
    return report.reference


def url_of(submission: Submission) -> str:
    return submission.screening.get_absolute_url()


def whom(submission: Submission) -> str:
    """The person and the report: a report may name more than one."""
    person = submission.screening.report_person.person
    return f"{person.full_name or _('Name not known')} · {submission.record.reference}"


def beside(request: HttpRequest, submission: Submission, verdict: Verdict) -> str:
    """What the answers point to so far."""
    return render_to_string("intake/screening/beside.html", {"finding": finding(verdict)}, request)


OF_REPORTS = OfKind("report", may_fill=takes_forms, called=called)
SCREENING = Purpose(
    "screening", may_fill=may_fill, answered=follow, alone=False, url=url_of, called=whom, beside=beside
)
