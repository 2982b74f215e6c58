"""The shape of a YAML file, said as functions: each yields the faults of one value.

A shape is called with the value, the mapping it stands in, and the key it stands under; so every fault
knows its file, line and column.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack import durations
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row

Shape = Callable[[Any, Row, str], Iterator[Fault]]


def text(value: Any, row: Row, column: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not value.strip():
        yield row.fault(column, _("A text is needed here."), _("Write it between double quotes."))


# Nothing that is counted in a country pack comes to a million.
MOST = 1_000_000


def whole_number(value: Any, row: Row, column: str) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        yield row.fault(column, _("A whole number is needed here."), _("Write it in digits, without quotes."))


def like(form: str, example: str) -> Shape:
    """A text of a certain form."""
    wanted = re.compile(form)

    def check(value: Any, row: Row, column: str) -> Iterator[Fault]:
        if not isinstance(value, str) or not wanted.fullmatch(value):
            problem = _("“%(value)s” is not written as it should be.") % {"value": value}
            yield row.fault(column, problem, _('Write it between quotes, like "%(example)s".') % {"example": example})

    return check


def yes_or_no(value: Any, row: Row, column: str) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield row.fault(column, _("This is either true or false."), _("Write `true` or `false`, without quotes."))


def anything(value: Any, row: Row, column: str) -> Iterator[Fault]:
    yield from ()


def duration(value: Any, row: Row, column: str) -> Iterator[Fault]:
    try:
        durations.parse(value)
    except ValueError:
        yield row.fault(
            column,
            _("“%(value)s” is not a duration.") % {"value": value},
            _("Write a number and a unit: 30m, 24h or 14d."),
        )


def period(value: Any, row: Row, column: str) -> Iterator[Fault]:
    try:
        durations.period(value)
    except ValueError:
        yield row.fault(
            column,
            _("“%(value)s” is not a period.") % {"value": value},
            _("Write a number and a unit, days or years: 90d or 7y."),
        )


def day(value: Any, row: Row, column: str) -> Iterator[Fault]:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        yield row.fault(column, _("“%(value)s” is not a date.") % {"value": value}, _("Write it as 2026-03-31."))


def day_of_year(value: Any, row: Row, column: str) -> Iterator[Fault]:
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        remedy = _('Write month and day between quotes: "10-01".')
        yield row.fault(column, _("“%(value)s” is not a day of the year.") % {"value": value}, remedy)


def one_of(words: Iterable[str]) -> Shape:
    known = list(words)

    def check(value: Any, row: Row, column: str) -> Iterator[Fault]:
        if value not in known:
            yield row.fault(column, unknown(value), suggest(value, known))

    return check


def listing(shape: Shape, *, empty: bool = False) -> Shape:
    def check(value: Any, row: Row, column: str) -> Iterator[Fault]:
        if not isinstance(value, list) or not (value or empty):
            yield row.fault(column, _("A list is needed here."), _("Write it as [one, two]."))
            return
        for item in value:
            yield from shape(item, row, column)

    return check


def each(shape: Shape, keys: Shape = text) -> Shape:
    """A mapping with names of our choosing, each value of one shape."""

    def check(value: Any, row: Row, column: str) -> Iterator[Fault]:
        if not isinstance(value, Row):
            yield row.fault(column, _("Names with values are needed here."), _("Write it as {name: value}."))
            return
        for key, item in value.items():
            yield from keys(key, value, key)
            yield from shape(item, value, key)

    return check


def record(needed: dict[str, Shape], optional: dict[str, Shape] | None = None) -> Shape:
    """A mapping with given names. A name that is not known is a fault: it may be a slip of the pen."""
    optional = optional or {}
    known = {**needed, **optional}

    def check(value: Any, row: Row, column: str) -> Iterator[Fault]:
        if not isinstance(value, Row):
            yield row.fault(column, _("Names with values are needed here."), _("Write it as {name: value}."))
            return
        for name in needed:
            if value.get(name) is None:
                yield value.fault(name, _("“%(name)s” is missing.") % {"name": name}, _("Add it."))
        for name, item in value.items():
            if name not in known:
                yield value.fault(name, unknown(name), suggest(name, list(known)))
            elif item is not None:
                yield from known[name](item, value, name)

    return check


def labels(complete: Iterable[str], prepared: Iterable[str] = ()) -> Shape:
    """Words in each language: needed in the complete ones, welcome in the prepared ones."""
    return record(dict.fromkeys(complete, text), dict.fromkeys(prepared, text))


def unknown(value: Any) -> str:
    return _("“%(value)s” is not known here.") % {"value": value}


def suggest(value: Any, known: list[str]) -> str:
    close = difflib.get_close_matches(str(value), known, n=1)
    if close:
        return _("Did you mean “%(word)s”?") % {"word": close[0]}
    if not known:
        return ""
    return _("Known are: %(words)s.") % {"words": ", ".join(known)}
