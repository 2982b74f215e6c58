"""indicators.yaml: what the country counts itself by; each rests on what its forms and records really hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.checks.own_columns import active_codes
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row, read_yaml
from samaan.countrypack.indicator_words import (
    AGGREGATED_BY,
    AGGREGATIONS,
    BY_HAND,
    DIRECTIONS,
    LEVELS,
    MEASURES,
    STATISTICS,
)
from samaan.countrypack.reading import INDICATORS, Source
from samaan.countrypack.shapes import (
    Shape,
    each,
    labels,
    like,
    listing,
    one_of,
    record,
    suggest,
    text,
    unknown,
    yes_or_no,
)
from samaan.xforms.definition import Definition

YEAR, TWO_YEARS = re.compile(r"20\d\d"), re.compile(r"(20\d\d)/(20\d\d)")
NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")
WHOLE = 100


def value(written: Any, row: Row, column: str) -> Iterator[Fault]:
    """A number; with a point where it has decimals."""
    if isinstance(written, bool) or not NUMBER.fullmatch(str(written)):
        problem = _("“%(value)s” is not a number.") % {"value": written}
        yield row.fault(column, problem, _("Write it in digits, with a point: 86.7."))


def indicator_shape(words: Shape) -> Shape:
    years = each(each(value))
    return record(
        {
            "code": text,
            "label": words,
            "level": one_of(LEVELS),
            "measure": one_of(MEASURES),
            "unit": words,
            "direction": one_of(DIRECTIONS),
            "aggregation": one_of(AGGREGATIONS),
            "population": words,
            "disaggregation": listing(text, empty=True),
            "targets": years,
            "confirmed": yes_or_no,
        },
        {
            "instrument": text,
            "figures": listing(text),
            "statistic": one_of(STATISTICS),
            "counted": each(listing(like(r"\S+", "yes"))),
            "baseline": years,
            "sdg": listing(like(r"\d{1,2}([.][0-9a-d]{1,2}){0,2}", "16.2")),
        },
    )


def check(source: Source) -> Iterator[Fault]:
    """A pack may have no indicators; what it has must be sound."""
    if source.unreadable(INDICATORS) or not (source.folder / INDICATORS).exists():
        return
    # Read once more, because the pack keeps only what stands under the one name the file should have.
    content = read_yaml(source.folder / INDICATORS, INDICATORS, [])
    shape = indicator_shape(labels(*common.languages(source)))
    yield from record({"indicators": listing(shape, empty=True)})(content, content, "")
    yield from common.good_codes(common.rows(content.get("indicators")))
    for row in common.sound(content.get("indicators"), shape):
        yield from aggregated(row)
        yield from rests_on(source, row)
        yield from known_lists(source, row)
        yield from aims(source, row)


def aggregated(row: Row) -> Iterator[Fault]:
    fitting = AGGREGATED_BY[row["measure"]]
    if row["aggregation"] not in fitting:
        problem = _("“%(measure)s” over several periods cannot be “%(rule)s”.")
        words = {"measure": row["measure"], "rule": row["aggregation"]}
        yield row.fault("aggregation", problem % words, suggest("", list(fitting)))


def rests_on(source: Source, row: Row) -> Iterator[Fault]:
    """Either figures of a form, or a statistic."""
    if bool(row.get("instrument")) == bool(row.get("statistic")):
        remedy = _("Write either `instrument: …` with `figures: […]`, or `statistic: …`.")
        yield row.fault("instrument", _("An indicator rests on a form or on a statistic."), remedy)
    elif row.get("instrument"):
        yield from on_a_form(source, row)
    else:
        yield from on_a_statistic(source, row)


def on_a_form(source: Source, row: Row) -> Iterator[Fault]:
    instruments = {one.get("code"): one for one in common.rows(source.content.get("instruments"))}
    instrument = instruments.get(row["instrument"])
    if instrument is None:
        remedy = suggest(row["instrument"], sorted(code for code in instruments if isinstance(code, str)))
        problem = _("There is no instrument “%(code)s”.") % {"code": row["instrument"]}
        yield row.fault("instrument", problem, remedy or _("Add it to instruments.yaml."))
        return
    form = form_of(source, instrument)
    # What is wrong with the instrument or its form is said in its place.
    known = vocabulary.STORED_AS.get(str(instrument.get("purpose")))
    if form is None or known is None:
        return
    stored = stored_in(form)
    figures = sorted(column for column in stored if column in known and column not in vocabulary.NEVER_FIGURES)
    if not row.get("figures"):
        yield row.fault("figures", _("Nothing says on which figures it rests."), suggest("", figures))
    for figure in row.get("figures") or ():
        if figure not in figures:
            problem = _("The form of “%(instrument)s” keeps no figure “%(figure)s”.")
            words = {"instrument": row["instrument"], "figure": figure}
            yield row.fault("figures", problem % words, suggest(figure, figures))
    codes = {name: codes_of(source, known[name]) for name in row.get("figures") or () if name in figures}
    yield from counted(row, codes)
    if instrument.get("record") == "submission":
        asked = {known[column] for column in stored if isinstance(known.get(column), str)}
        yield from broken_down(row, sorted({str(one) for one in asked}))


def form_of(source: Source, instrument: Mapping[str, Any]) -> Definition | None:
    forms = (book.form for book in source.workbooks if book.form)
    return next((form for form in forms if form.form_id == instrument.get("form")), None)


def stored_in(form: Definition) -> set[str]:
    """What the questions of a form are stored as."""
    return {question.of_samaan.stored_as for question in form.questions.values()} - {""}


def codes_of(source: Source, holds: str | tuple[str, ...]) -> list[str]:
    """The codes a column holds; none for a number."""
    if isinstance(holds, str):
        return [] if holds == vocabulary.NUMBER else active_codes(source, holds)
    return list(holds)


def on_a_statistic(source: Source, row: Row) -> Iterator[Fault]:
    if row.get("figures"):
        yield row.fault("figures", _("A statistic has no figures of a form."), _("Remove one of the two."))
    if row["statistic"] == BY_HAND:
        if row.get("counted"):
            yield row.fault("counted", _("What is entered by hand is counted elsewhere."), _("Remove it."))
        return
    lists = STATISTICS[row["statistic"]][1]
    yield from counted(row, {name: active_codes(source, name) for name in lists})
    yield from broken_down(row, lists)


def counted(row: Row, codes: Mapping[str, list[str]]) -> Iterator[Fault]:
    """Of a share somebody must say which answers count; each is a code there is."""
    written: Any = row.get("counted") or {}
    if row["measure"] == "percentage" and not written and any(codes.values()):
        remedy = _("Add `counted`, such as {%(name)s: […]}.") % {"name": next(iter(codes))}
        yield row.fault("counted", _("Nothing says which of them count for the percentage."), remedy)
    for name, values in written.items():
        if not codes.get(name):
            yield written.fault(name, unknown(name), suggest(name, [one for one in codes if codes[one]]))
            continue
        for code in values:
            if code not in codes[name]:
                yield written.fault(name, unknown(code), suggest(code, codes[name]))


def broken_down(row: Row, lists: Iterable[str]) -> Iterator[Fault]:
    offered = list(lists)
    for name in row["disaggregation"]:
        if name not in offered:
            problem = _("What it rests on is not told apart by “%(list)s”.") % {"list": name}
            yield row.fault("disaggregation", problem, suggest(name, offered))


def known_lists(source: Source, row: Row) -> Iterator[Fault]:
    lists = sorted({*source.content["codelists"], "regions"})
    for name in row["disaggregation"]:
        if name not in lists:
            problem = _("There is no list “%(list)s”.") % {"list": name}
            yield row.fault("disaggregation", problem, suggest(name, lists))


def aims(source: Source, row: Row) -> Iterator[Fault]:
    """Baseline and targets belong to years of the country’s calendars."""
    calendars = {one["code"]: one["starts"] for one in reporting_years(source)}
    for column in ("baseline", "targets"):
        written: Any = row.get(column) or {}
        if column == "baseline" and sum(len(years) for years in written.values()) > 1:
            yield row.fault(column, _("There is one baseline."), _("Keep one year."))
        for calendar, years in written.items():
            if calendars and calendar not in calendars:
                yield written.fault(calendar, unknown(calendar), suggest(calendar, sorted(calendars)))
                continue
            for year, aim in years.items():
                yield from in_calendar(years, year, calendars.get(calendar, ""))
                if row["measure"] == "percentage" and float(aim) > WHOLE:
                    yield years.fault(year, _("A percentage is at most 100."), _("Correct it."))


def reporting_years(source: Source) -> list[Row]:
    shape = record({"code": text, "starts": text}, {"name": each(text)})
    return common.sound(source.content["country"].get("reporting_years"), shape)


def in_calendar(years: Row, year: str, starts: str) -> Iterator[Fault]:
    """A year that begins in January has one number, any other the two it touches."""
    two = TWO_YEARS.fullmatch(year)
    is_one = starts == "01-01"
    if YEAR.fullmatch(year) if is_one else two and int(two[2]) == int(two[1]) + 1:
        return
    example = "2026" if is_one else "2026/2027"
    problem = _("“%(year)s” is no year of this calendar.") % {"year": year}
    yield years.fault(year, problem, _("Write it as %(example)s.") % {"example": example})
