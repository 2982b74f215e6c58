"""What country.yaml says of limits: how much a day, what needs a second person, what is unusual."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack.checks import common, rules
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.parts import MOST_CASES_ALONE, USUAL_LIMITS, USUAL_UNUSUAL
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import Shape, each, listing, one_of, record, text, whole_number

HOURS = ("night_from", "night_to")
LAST_HOUR = 23


def shape() -> Shape:
    a_day = each(whole_number, one_of(USUAL_LIMITS))
    return record(
        {},
        {
            "a_day": a_day,
            "roles": each(a_day),
            "cases_alone": whole_number,
            "never_alone": listing(text, empty=True),
            "unusual": each(whole_number, one_of(USUAL_UNUSUAL)),
        },
    )


def check(source: Source, country: Row) -> Iterator[Fault]:
    """Each role is one of the pack, each number lets somebody work, and 25 cases are the most without two people."""
    written = country.get("limits")
    if not isinstance(written, Row) or list(shape()(written, country, "limits")):
        return
    known = rules.role_codes(source)
    for code in written.get("roles") or {}:
        if code not in known:
            problem = _("“%(code)s” is no role of this pack.") % {"code": code}
            yield written["roles"].fault(code, problem, _("Take a code from roles.yaml."))
    yield from common.all_known(written, "never_alone", known)
    for row in (written.get("a_day"), *(written.get("roles") or {}).values(), written.get("unusual")):
        yield from nothing_left(row)
    if (written.get("cases_alone") or 0) > MOST_CASES_ALONE:
        problem = _("More than %(most)d cases need a second person.") % {"most": MOST_CASES_ALONE}
        yield written.fault("cases_alone", problem, _("Write 25 or less."))
    yield from hours(written.get("unusual"))


def nothing_left(row: Row | None) -> Iterator[Fault]:
    """Nought would stop the work, or raise an alert about everybody."""
    for name in row or ():
        if row is not None and row[name] == 0 and name not in HOURS and name != "export":
            yield row.fault(name, _("Nought lets nobody work."), _("Write 1 or more, or leave it out."))


def hours(row: Row | None) -> Iterator[Fault]:
    for name in HOURS:
        if row and (row.get(name) or 0) > LAST_HOUR:
            yield row.fault(name, _("This is no hour of the day."), _("Write a number from 0 to 23."))
