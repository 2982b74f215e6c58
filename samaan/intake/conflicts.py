"""A case and its report are one matter: who is kept out of the one lets go of the other."""

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.queries import of_report
from samaan.cases.workflow.conflicts import let_go
from samaan.intake.models import Report
from samaan.intake.workflow.assigning import hand_back


def let_go_of_report(case: Case, about: User, by: User) -> None:
    """The report the case came from waits to be assigned again, where whoever declares the conflict sees it."""
    report = Report.objects.visible_to(by).filter(pk=case.source_report_id).first() if case.source_report_id else None
    if report:
        hand_back(report, about, by=by)


def let_go_of_cases(report: Report, about: User, by: User) -> None:
    """Nor do they go on with the cases it led to."""
    for case in of_report(by, report.pk):
        let_go(case, about)
