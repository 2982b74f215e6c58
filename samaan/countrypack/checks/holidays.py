"""calendars/holidays.csv; a pack may have none."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import HOLIDAYS, Source

EVERY_YEAR = re.compile(r"\d\d-\d\d")


def check(source: Source) -> Iterator[Fault]:
    rows = source.content.get("holidays")
    if rows is None or source.unreadable(HOLIDAYS):
        return
    complete, prepared = common.languages(source)
    yield from common.columns(rows, ["date", *complete, "confirmed"])
    yield from common.only(source, HOLIDAYS, ["date", *complete, *prepared, "confirmed"])
    days = [row.get("date") for row in rows]
    for row in rows:
        yield from one_day(row)
        yield from common.filled(row, complete)
        yield from common.yes_no(row, "confirmed")
        if days.count(row.get("date")) > 1:
            yield row.fault("date", _("This day is given twice."), _("Keep one of the two."))


def one_day(row: Row) -> Iterator[Fault]:
    written = row.get("date", "")
    try:
        date.fromisoformat(f"2024-{written}" if EVERY_YEAR.fullmatch(written) else written)
        whole = len(written) in (len("01-31"), len("2026-01-31"))
    except ValueError:
        whole = False
    if not whole:
        problem = _("“%(value)s” is not a date.") % {"value": written}
        yield row.fault("date", problem, _("Write it as 2026-03-31, or as 03-31 for every year."))
