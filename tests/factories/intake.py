"""Reports in any state, made by the same functions the pages call."""

from typing import Any

from samaan.access import context
from samaan.accounts.models import Organisation, User
from samaan.intake import receipts, workflow
from samaan.intake.models import Report
from samaan.people.looking import ALL_ARE_OTHERS
from tests.factories.accounts import make_organisation, make_user
from tests.support import cast

NARRATIVE = "Three women are kept in the house behind the bar."


def unit() -> Organisation:
    return make_organisation("ctu")


def file_report(
    *, by: User | None = None, channel: str = "public_web", form_number: str = "", **given: Any
) -> workflow.Received:
    """Somebody reports: `answers`, `persons`, `contact`, `files`, `earlier_code` as `receive_report` takes them."""
    unit()
    for role in ("intake_officer", "head_of_investigations", "director"):
        make_user(role) if not User.objects.filter(role_id=cast.role(role)).exists() else None
    form_number = form_number or receipts.new_form_number()
    asking = context.of_user(by) if by else context.of_receipt(receipts.code_for(form_number))
    answers = {"narrative": NARRATIVE} | given.pop("answers", {})
    with context.acting(asking):
        return workflow.receive_report(
            channel, by=by, answers=answers, form_number=form_number, **{"not_these": ALL_ARE_OTHERS} | given
        )


def make_report(status: str = Report.Status.RECEIVED, *, investigator: User | None = None, **given: Any) -> Report:
    """A report that has come as far as `status`."""
    received = file_report(**given)
    officer, head = make_user("intake_officer"), make_user("head_of_investigations")
    steps = {
        Report.Status.TRIAGED: lambda report: workflow.triage_report(report, by=officer, urgency="urgent"),
        Report.Status.FORWARDED: lambda report: workflow.forward_report(report, by=officer),
        Report.Status.ASSIGNED: lambda report: workflow.assign_report(
            report, by=head, to=investigator or make_user("investigator")
        ),
    }
    report = seen(received.report_id, head)
    for reached, step in steps.items():
        if report.status == status:
            break
        with context.acting(context.of_user(officer if reached != Report.Status.ASSIGNED else head)):
            step(report)
    if status == Report.Status.ACCEPTED:
        with context.acting(context.of_user(report.assigned_to)):
            workflow.accept_report(report, by=report.assigned_to)
    if status == Report.Status.CLOSED:
        with context.acting(context.of_user(officer)):
            workflow.close_report(report, by=officer, reason="not_tip")
    assert report.status == status, report.status
    return report


def seen(report_id, user: User) -> Report:
    """The report as this colleague sees it."""
    with context.acting(context.of_user(user)):
        return Report.objects.get(pk=report_id)
