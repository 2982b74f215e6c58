"""country.yaml."""

import re
import zoneinfo
from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common, limits, rules
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import (
    Shape,
    anything,
    day,
    day_of_year,
    duration,
    each,
    labels,
    like,
    listing,
    one_of,
    record,
    text,
    whole_number,
    yes_or_no,
)

LONGEST_EMERGENCY_MINUTES = 480
LANGUAGE = like(r"[a-z]{2,3}", "en")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def hotline_shape(words: Shape) -> Shape:
    return record(
        {"code": text, "number": text, "dial": text, "name": words, "hours": words, "languages": listing(text)},
        {"emergency": yes_or_no, "verified_on": day, "source": text},
    )


def added_shape(words: Shape) -> Shape:
    return record(
        {
            "code": text,
            "event": listing(one_of(vocabulary.EVENTS)),
            "organisation": text,
            "role": text,
            "compartments": listing(text),
            "basis": text,
            "reason": words,
        },
        {"when": listing(anything, empty=True)},
    )


def staff_shape() -> Shape:
    """How long each step of looking after accounts takes, and which code of conduct is at work."""
    times: dict[str, Shape] = dict.fromkeys(("invitation", "review_every", "review_within", "lock_after"), duration)
    return record(times, {"code_of_conduct": text})


CLOCK_TIME = like(r"([01][0-9]|2[0-3]):[0-5][0-9]", "21:00")


def conversation_shape() -> Shape:
    """How long things of a conversation take, and when nobody is written to."""
    times: dict[str, Shape] = dict.fromkeys(("delete_within", "link_lasts", "code_after", "survey_lasts"), duration)
    return record({}, times | {"quiet_hours": record({"from": CLOCK_TIME, "until": CLOCK_TIME})})


def conference_shape() -> Shape:
    """Which cases come before a case conference, and how long after it whoever is invited sees theirs."""
    return record(
        {
            "risks": listing(one_of(("high", "medium", "low"))),
            "review_late": yes_or_no,
            "referral_waits": duration,
            "invited_for": duration,
        }
    )


def country_shape(words: Shape) -> Shape:
    return record(
        {
            "code": like(r"[a-z][a-z0-9_]{0,19}", "tt"),
            "version": like(r"[0-9]{1,9}([.][0-9]{1,9}){0,3}", "2026.1"),
            "iso": like(r"[A-Z]{3}", "TTO"),
            "name": words,
            "unit_name": words,
            "unit_organisation": text,
            "languages": record({"complete": listing(LANGUAGE)}, {"prepared": listing(LANGUAGE, empty=True)}),
            "timezone": text,
            "currency": like(r"[A-Z]{3}", "TTD"),
            "phone_prefix": like(r"[+][1-9][0-9]{0,6}", "+1868"),
            "quick_exit_url": text,
            "hotlines": listing(hotline_shape(words)),
            "adult_age": whole_number,
            "recovery_period_days": whole_number,
            "clocks": each(each(duration), one_of(vocabulary.CLOCKS)),
            "emergency_access": record({"minutes": whole_number, "attempts_an_hour": whole_number}),
            "reporting_years": listing(record({"code": text, "starts": day_of_year, "name": words})),
        },
        {
            "phone_region": like(r"[A-Z]{2}", "TT"),
            "week_starts": one_of(WEEKDAYS),
            "added_by_rule": listing(added_shape(words), empty=True),
            "staff": staff_shape(),
            "conversation": conversation_shape(),
            "limits": limits.shape(),
            "directory": record({}, dict.fromkeys(("verify_every", "contact_every", "remind_every"), duration)),
            "conference": conference_shape(),
            "capacity": record({"confirmed_within": duration}),
        },
    )


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("country"):
        return
    country: Row = source.content["country"]
    words = labels(*common.languages(source))
    yield from country_shape(words)(country, country, "")
    yield from clocks(source, country)
    yield from single_values(source, country)
    yield from emergency_access(country)
    yield from limits.check(source, country)
    yield from common.good_codes(common.rows(country.get("hotlines")))
    for row in common.sound(country.get("hotlines"), hotline_shape(words)):
        yield from common.phone(row, "dial")
    for row in common.sound(country.get("added_by_rule"), added_shape(words)):
        yield from added_by_rule(source, row)


def clocks(source: Source, country: Row) -> Iterator[Fault]:
    """Every clock is set for every level of its list."""
    written = country.get("clocks")
    if not isinstance(written, Row):
        return
    for name, (_record, levels) in vocabulary.CLOCKS.items():
        clock = written.get(name)
        if clock is None:
            yield written.fault(name, _("The clock “%(name)s” is missing.") % {"name": name}, _("Add it."))
        elif isinstance(clock, Row):
            for level in sorted(source.codes(levels) - set(clock)):
                problem = _("The clock does not say how long for “%(level)s”.") % {"level": level}
                yield written.fault(name, problem, _("Add it."))
            for level in clock:
                if source.codes(levels) and level not in source.codes(levels):
                    problem = _("“%(level)s” is not in the list %(list)s.") % {"level": level, "list": levels}
                    yield written.fault(name, problem, _("Remove it or add it to the list."))


def single_values(source: Source, country: Row) -> Iterator[Fault]:
    yield from common.known(country, "unit_organisation", source.codes("organisations"))
    if isinstance(country.get("timezone"), str) and country["timezone"] not in zoneinfo.available_timezones():
        remedy = _("Take it from the IANA list: America/Port_of_Spain.")
        yield country.fault("timezone", _("There is no such time zone."), remedy)
    if not re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", str(country.get("quick_exit_url", ""))):
        yield country.fault("quick_exit_url", _("This is not an https address."), _("Write it in full."))
    complete, prepared = common.languages(source)
    for language in sorted({name for name in [*complete, *prepared] if [*complete, *prepared].count(name) > 1}):
        problem = _("The language “%(code)s” is given twice.") % {"code": language}
        yield country.fault("languages", problem, _("It is either complete or prepared."))


def emergency_access(country: Row) -> Iterator[Fault]:
    """The database opens a file for eight hours at most."""
    written = country.get("emergency_access")
    if not isinstance(written, Row):
        return
    minutes = written.get("minutes")
    if isinstance(minutes, int) and not 1 <= minutes <= LONGEST_EMERGENCY_MINUTES:
        problem = _("A file is opened in an emergency for 1 to %(most)d minutes.")
        yield written.fault("minutes", problem % {"most": LONGEST_EMERGENCY_MINUTES}, _("Write 60."))


def added_by_rule(source: Source, row: Row) -> Iterator[Fault]:
    yield from common.known(row, "organisation", source.codes("organisations"))
    yield from common.known(row, "role", rules.role_codes(source))
    yield from common.known(row, "basis", source.codes("grant_bases"))
    records = {vocabulary.record_of(kind) for kind in row["event"]}
    for kind in records:
        yield from common.all_known(row, "compartments", vocabulary.COMPARTMENTS.get(kind, ()))
    yield from rules.conditions(source, row, records)
