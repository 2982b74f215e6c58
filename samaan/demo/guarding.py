"""What whoever watches over the demo finds: a case that waits to be taken out, and a colleague who opened a lot."""

from uuid import UUID

from django.utils import timezone

from samaan.access import context
from samaan.cases import queries as of_cases
from samaan.demo.staffing import person
from samaan.demo.telling import acting
from samaan.exports import queries, workflow
from samaan.exports.models import Envelope, Export, Kind, Purpose
from samaan.exports.workflow.asking import Wanted
from samaan.server.connection import acting_as
from samaan.watching.models import Rule
from samaan.watching.workflow import raise_concern


def tell() -> None:
    """Once: whoever loads the demo again finds it as it was left."""
    investigator = person("investigator@ctu.example")
    with acting(investigator):
        if Export.objects.exists():
            return
        cases = queries.ids_in_list(investigator, of_cases.Filters(status=""))
        if cases:
            workflow.ask(wanted(cases[0]), by=investigator)
    with acting_as("job"), context.acting(context.of_job("demo")):
        numbers = {"count": 41, "threshold": 30, "usual": 6.5}
        watched = person("case.manager2@ctu.example")
        raise_concern(Rule.MANY_RECORDS, timezone.localdate(), numbers, user=watched)


def wanted(case: UUID) -> Wanted:
    """In the pack of the demo an investigator never takes a case out alone."""
    return Wanted(
        kind=Kind.CASE_FILE,
        cases=[case],
        purpose=Purpose.COURT,
        reason="The prosecutor asks for the file before the hearing on bail.",
        recipient="Anil Seepersad, Director of Public Prosecutions (demo)",
        envelope=Envelope.PASSWORD,
    )
