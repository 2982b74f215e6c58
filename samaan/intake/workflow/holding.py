"""What several steps share: whom a report opens to, and what whoever reported learns of it."""

from collections.abc import Iterator
from copy import copy

from django.db.models import Q
from django.utils import timezone

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, open_to
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.intake import pack
from samaan.intake.models import Receipt, Report

INVESTIGATOR_SEES = ["summary", "persons", "reporter", "receipt", "screening"]
CLOCKS = ("triage", "report.act", "assignment.accept")

S = Report.Status
STAGES = {
    S.RECEIVED: Receipt.Stage.RECEIVED,
    S.TRIAGED: Receipt.Stage.READ,
    S.FORWARDED: Receipt.Stage.READ,
    S.ASSIGNED: Receipt.Stage.READ,
    S.ACCEPTED: Receipt.Stage.FOLLOWED,
    S.SCREENING: Receipt.Stage.FOLLOWED,
    S.DETERMINED: Receipt.Stage.FOLLOWED,
    S.CLOSED: Receipt.Stage.CLOSED,
}


def with_duplicates(report: Report) -> Iterator[Report]:
    """The report and those merged into it: whoever works on one needs all."""
    yield report
    yield from Report.objects.filter(merged_into=report)


def open_to_investigator(report: Report, user: User, *, by: User) -> None:
    open_to(
        report,
        principals.user(user.pk),
        INVESTIGATOR_SEES,
        basis=Basis.ASSIGNMENT,
        purpose="investigation",
        by=by,
    )


def close_to_investigator(report: Report, user: User) -> None:
    close_to(report, principals.user(user.pk), basis=Basis.ASSIGNMENT)


def tell_reporters(report: Report) -> None:
    """Bring the receipts of a report, and of those merged into it, up to where it now is."""
    Receipt.objects.filter(Q(report=report) | Q(report__merged_into=report)).update(
        stage=STAGES[S(report.status)], handler=report.assigned_to_id, changed_at=timezone.now()
    )


def facts_before(report: Report, **changes) -> dict:
    """What the alert rules may ask about and these changes will change, as it is now; for the event's `was`."""
    after = copy(report)
    for name, value in changes.items():
        setattr(after, name, value)
    new = after.alert_facts()
    return {name: value for name, value in report.alert_facts().items() if value != new[name]}


def hurry(report: Report) -> None:
    """Somebody is in danger: a report that waits for triage waits no longer than an emergency may."""
    due_at = pack.due("triage", report.level) if report.status == S.RECEIVED else None
    if due_at and (report.due_at is None or due_at < report.due_at):
        report.due_at = due_at
        report.save(update_fields=["due_at"])
        clocks.start(report, "triage", lasting=due_at - timezone.now())


def stop_clocks(report: Report) -> None:
    for name in CLOCKS:
        clocks.meet(report, name)
