"""What forms know of reports and screenings: who fills one in, what is known, what follows, where it belongs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.intake.screening_answers import OF_PERSON, follow
from samaan.intake.screening_findings import finding
from samaan.intake.screening_permissions import can_work
from samaan.intake.screening_queries import VICTIM
from samaan.people.models import Person
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


def known_of(report: Report, held: frozenset[str]) -> Mapping[str, str]:
    """What stands in the report, and of its possible victim, where it names just one."""
    told: dict[str, Any] = {
        "report.region": report.region,
        "report.urgency": report.urgency,
        "report.exploitation": " ".join(report.exploitation),
    }
    if "persons" in held and (person := only_victim(report)):
        told |= {f"person.{name}": getattr(person, name) for name in (*OF_PERSON, "age")}
        told["person.age_band"] = countrypack.pack().age_band(person.age) if person.age_is_known else ""
    return {name: str(text) for name, text in told.items() if text not in (None, "")}


def only_victim(report: Report) -> Person | None:
    """Whom the report is about, when it names one possible victim and no other."""
    victims = list(report.persons.filter(role=VICTIM).select_related("person"))
    return victims[0].person if len(victims) == 1 else None


def url_of(submission: Submission) -> str:
    return submission.screening.get_absolute_url()


def whom(submission: Submission) -> str:
    """The person and the report: a report may name more than one."""
    person = submission.screening.report_person.person
    return f"{person.full_name or gettext('Name not known')} · {submission.record.reference}"


def beside(request: HttpRequest, submission: Submission, verdict: Verdict) -> str:
    """What the answers point to so far."""
    return render_to_string("intake/screening/beside.html", {"finding": finding(verdict)}, request)


OF_REPORTS = OfKind("report", may_fill=takes_forms, called=called, known=known_of, source=_("Known from the report"))
SCREENING = Purpose(
    "screening", may_fill=may_fill, answered=follow, alone=False, url=url_of, called=whom, beside=beside
)
