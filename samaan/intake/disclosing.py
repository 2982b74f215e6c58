"""What the investigation's side can give to a case: what was found, never who reported or the screening itself."""

from collections.abc import Iterator

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.cases import queries as cases
from samaan.cases.models import Case
from samaan.intake.models import Report
from samaan.intake.screening_queries import visible_to
from samaan.walls.offers import Item, OtherSide


def items_of_report(report: Report, user: User) -> Iterator[Item]:
    """What stands in clear on the report; of its screenings the outcome, for whoever sees those."""
    pack = countrypack.pack()
    yield Item("status", _("Status of the investigation"), report.get_status_display())
    yield Item("danger", _("In danger now"), say("Yes") if report.immediate_danger else say("No"))
    yield Item("region", _("Region"), pack.label("regions", report.region))
    exploitation = ", ".join(pack.labels("exploitation_types", report.exploitation))
    yield Item("exploitation", _("Suspected exploitation"), exploitation)
    if "screening" in compartments_of(report, user):
        outcomes = {screening.outcome for screening in visible_to(user).filter(report=report) if screening.outcome}
        labels = pack.labels("determination_outcomes", sorted(outcomes))
        yield Item("outcome", _("Determination"), ", ".join(labels))


def other_side_of_report(report: Report, user: User) -> Iterator[OtherSide]:
    """The cases it led to, as far as the giver sees them."""
    for case in cases.of_report(user, report.pk):
        yield OtherSide(Case.record_kind, case.pk)
