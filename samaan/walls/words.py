"""What passed the walls around a file, in words for its timeline."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.walls.queries import disclosures_of

Names = Mapping[int, str]
Say = Callable[[dict, Names], tuple[str, str]]


def opened(data: dict, names: Names) -> tuple[str, str]:
    parts = ", ".join(countrypack.pack().labels("compartments", data.get("compartments", [])))
    return _("Opened in an emergency"), parts


def ended(data: dict, names: Names) -> tuple[str, str]:
    return _("Emergency access of %(name)s ended early") % {"name": names.get(data.get("user", 0), "")}, ""


def reviewed(data: dict, names: Names) -> tuple[str, str]:
    what = _("Emergency access of %(name)s reviewed") % {"name": names.get(data.get("user", 0), "")}
    return what, _("It was justified.") if data.get("justified") else _("It was not justified.")


def kept_out(data: dict, names: Names) -> tuple[str, str]:
    name = names.get(data.get("user", 0), "")
    return _("A conflict of interest keeps %(name)s out of this file") % {"name": name}, ""


def let_back(data: dict, names: Names) -> tuple[str, str]:
    return _("The conflict of interest of %(name)s was lifted") % {"name": names.get(data.get("user", 0), "")}, ""


SENTENCES: dict[str, Say] = {
    **dict.fromkeys(("case.opened_in_emergency", "report.opened_in_emergency"), opened),
    **dict.fromkeys(("case.emergency_ended", "report.emergency_ended"), ended),
    **dict.fromkeys(("case.emergency_reviewed", "report.emergency_reviewed"), reviewed),
    "access.excluded": kept_out,
    "access.readmitted": let_back,
}
KEY = {"case.opened_in_emergency", "report.opened_in_emergency"}


def of_disclosures(user: User, file_id: Any) -> list[tuple[str, str, Any]]:
    """What crossed, as (what, who, when): each side knows that and to whom, and only the two of them what was said."""
    lines = []
    for given in disclosures_of(user, file_id):
        name = given.given_to.full_name
        said = (
            _("Disclosed to %(name)s on the other side") if given.source_id == file_id else _("Disclosed to %(name)s")
        )
        lines.append((said % {"name": name}, given.given_by.full_name, given.given_at))
        if given.ended_at:
            who = given.ended_by.full_name if given.ended_by else ""
            lines.append((_("The disclosure to %(name)s was taken back") % {"name": name}, who, given.ended_at))
    return lines
