"""How urgent a report is, and sending it on."""

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.intake import pack
from samaan.intake.models import Report
from samaan.intake.workflow.holding import facts_before, tell_reporters
from samaan.intake.workflow.steps import FORWARD, TRIAGE
from samaan.transitions import lock, move

CORRECTED = {
    "immediate_danger",
    "children",
    "official_suspected",
    "people_count",
    "region",
    "exploitation",
    "incident_on",
    "triage_note",
}


class NotTriaged(Exception):
    """A report goes on only with its urgency."""


@transaction.atomic
def triage_report(report: Report, *, by: User, urgency: str, **corrected) -> None:
    """Say how urgent a report is and correct what was told; the clock to act starts, that of triage stops."""
    unknown = set(corrected) - CORRECTED
    if unknown:
        raise TypeError(f"triage does not change {', '.join(sorted(unknown))}")
    act_by = pack.due("report.act", urgency)
    now = timezone.now()
    lock(report)
    was = facts_before(report, urgency=urgency, **corrected)
    move(
        report,
        TRIAGE,
        by=by,
        urgency=urgency,
        triaged_at=now,
        act_by=act_by,
        due_at=act_by,
        **corrected,
        event_data={"urgency": urgency, "was": was},
    )
    clocks.meet(report, "triage")
    if act_by:
        clocks.start(report, "report.act", lasting=act_by - now)
    tell_reporters(report)


@transaction.atomic
def forward_report(report: Report, *, by: User) -> None:
    """Send a triaged report on to be assigned; raises NotTriaged before its urgency is said."""
    move(report, FORWARD, by=by, event_data={"urgency": report.urgency})
    if not report.urgency:
        raise NotTriaged
    tell_reporters(report)


def first_action_taken(report: Report) -> None:
    """Somebody has acted on the report: the clock its urgency set is met. The act that did so appends the event."""
    clocks.meet(report, "report.act")
    Report.objects.filter(pk=report.pk).update(due_at=None, act_by=None)
