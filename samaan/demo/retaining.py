"""What those find who look after how long things are kept: due, on hold, destroyed, and a survivor who asks."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.demo import backdating
from samaan.demo.staffing import person
from samaan.demo.telling import World, acting
from samaan.intake import receipts
from samaan.intake import workflow as intake
from samaan.intake.models import Report
from samaan.people.looking import ALL_ARE_OTHERS
from samaan.retention import destroying, finding, workflow
from samaan.retention.models import OwnDataRequest
from samaan.retention.workflow import answering
from samaan.server.connection import acting_as

ADVERTS = (
    "Cheap telephones, call now",
    "Win a holiday in Tobago",
    "Loans without questions in one hour",
)


def file_long_ago(world: World, dates: backdating.EventDates) -> list[Report]:
    """Three messages that abused the form, closed as such more than half a year ago."""
    officer = world.by_role["intake_officer"][0]
    found = []
    for number, narrative in enumerate(ADVERTS):
        moment = world.ago(200 - number)
        with backdating.at(moment):
            found.append(received(narrative, officer))
        dates.note(moment)
    return found


def received(narrative: str, officer: User, reason: str = "spam", **said: Any) -> Report:
    """A message from the public that came to nothing."""
    form = receipts.new_form_number()
    with context.acting(context.of_receipt(receipts.code_for(form))):
        report_id = intake.receive_report(
            "public_web",
            by=None,
            answers={"narrative": narrative} | said,
            form_number=form,
            not_these=ALL_ARE_OTHERS,
        ).report_id
    with acting(officer):
        report = Report.objects.get(pk=report_id)
        intake.close_report(report, by=officer, reason=reason)
    return report


def tell(reports: list[Report]) -> None:
    """One is due, one on hold, one destroyed; by now events have their moments, and one of them is certified."""
    with acting_as("job"):
        finding.find_due()
    _due, held, goes = reports
    director, deputy = person("director@ctu.example"), person("deputy@ctu.example")
    with acting(director):
        until = timezone.localdate() + timedelta(days=180)
        reason = "The telecommunications authority looks into who sent it."
        workflow.place_hold(
            Report.objects.get(pk=held.pk), by=director, reason=reason, court_reference="TATT 2026/118", ends_on=until
        )
        proposal = workflow.propose_disposal(
            Report.objects.get(pk=goes.pk), by=director, reason="An advertisement; nothing in it is needed."
        )
    with acting(deputy):
        workflow.approve_disposal(type(proposal).objects.get(pk=proposal.pk), by=deputy)
    with acting_as("job"):
        destroying.destroy(proposal.pk)
    ask_for_own_data()


def ask_for_own_data() -> None:
    """A survivor asked ten days ago; her case manager has not looked through the texts yet."""
    manager = person("case.manager@ctu.example")
    with acting(manager):
        case = Case.objects.of(manager).filter(status="open", case_manager=manager).order_by("opened_at").first()
        if case is not None:
            answering.record_request(
                case,
                by=manager,
                asker=OwnDataRequest.Asker.PERSON,
                asked_on=timezone.localdate() - timedelta(days=10),
                identity_check="She came to the office; I have known her since the first interview.",
                language="es",
            )
