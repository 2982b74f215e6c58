"""What a case can give to the investigation: what stands in clear on it; never care, never health."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.walls.offers import Item, OtherSide


def items_of_case(case: Case, user: User) -> Iterator[Item]:
    pack = countrypack.pack()
    yield Item("status", _("Status of the case"), case.get_status_display())
    yield Item("risk", _("Risk"), case.get_risk_display())
    yield Item("category", _("Category"), pack.label("beneficiary_categories", case.category))
    exploitation = ", ".join(pack.labels("exploitation_types", case.exploitation))
    yield Item("exploitation", _("Suspected exploitation"), exploitation)
    yield Item("case_manager", _("Case manager"), case.case_manager.full_name if case.case_manager else "")


def other_side_of_case(case: Case, user: User) -> Iterator[OtherSide]:
    """The report it came from, whether or not the case manager sees that."""
    if case.source_report_id:
        yield OtherSide("report", case.source_report_id)
