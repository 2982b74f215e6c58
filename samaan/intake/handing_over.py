"""Reports an investigator has in hand, and how they go to another."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from samaan.access import principals
from samaan.access.records import close_to
from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.intake.workflow import CannotAssign, reassign_report
from samaan.intake.workflow.assigning import refuse_unfit
from samaan.intake.workflow.holding import with_duplicates
from samaan.intake.workflow.steps import REASSIGN
from samaan.staff.load import Passing, Plan, Source
from samaan.transitions import lock


def find(colleague: User) -> Iterable[Report]:
    """Those assigned to them that somebody still works on, with their screenings."""
    return Report.objects.filter(assigned_to=colleague, status__in=REASSIGN.sources).order_by("reference")


def plan(report: Report, passing: Passing) -> Plan:
    if not REASSIGN.may(passing.by, report):
        return Plan(stays=[_("Your role does not assign reports.")])
    if passing.to:
        try:
            refuse_unfit(report, passing.to)
        except CannotAssign as why:
            return Plan(stays=[str(why)])
    return Plan(goes=[_("Report, with its screenings")])


def give(report: Report, passing: Passing) -> None:
    """The report is assigned anew, and waits for the other to accept it."""
    lock(report)
    if passing.to is None or report.assigned_to_id != passing.of.pk:
        return
    reassign_report(report, by=passing.by, to=passing.to, reason=passing.reason)


def let_go(report: Report, of: User) -> None:
    """Giving it to another has closed it to an investigator at work; what one who left still held closes here."""
    for found in list(with_duplicates(report)):
        close_to(found, principals.left_by(of.pk))


SOURCE = Source("report", find, plan, give, let_go)
