"""The functions of XForms that work on dates."""

import math
from datetime import datetime, time

import regex

from samaan.xforms import values
from samaan.xforms.languages import short_day, short_month
from samaan.xforms.running import Scope
from samaan.xforms.values import Value, to_string


def today(scope: Scope, given: list[Value]) -> str:
    return scope.run.now.date().isoformat()


def now(scope: Scope, given: list[Value]) -> str:
    return moment_text(scope.run.now)


def moment_text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def date(scope: Scope, given: list[Value]) -> str:
    return values.date_text(given[0])


def date_time(scope: Scope, given: list[Value]) -> str:
    text = to_string(given[0])
    if values.read_moment(text):
        return text
    day = values.date_text(given[0])
    return f"{day}T00:00:00.000{scope.run.now.isoformat()[-6:]}" if day else ""


def decimal_date_time(scope: Scope, given: list[Value]) -> float:
    found = values.utc_days(to_string(given[0]))
    return math.nan if found is None else found


def decimal_time(scope: Scope, given: list[Value]) -> float:
    try:
        found = time.fromisoformat(to_string(given[0]))
    except ValueError:
        return math.nan
    return (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1e6) / values.DAY


def format_date(scope: Scope, given: list[Value]) -> str:
    text, form = to_string(given[0]), to_string(given[1])
    moment = values.read_moment(text)
    if moment is None:
        day = values.read_date(values.date_text(given[0]))
        if day is None:
            return ""
        moment = datetime.combine(day, time())
    return written(moment, form, scope.run.language)


def written(moment: datetime, form: str, language: str) -> str:
    parts = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": short_month(moment, language),
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": short_day(moment, language),
        "%": "%",
    }
    return regex.sub(r"%(.)", lambda found: parts.get(found[1], found[0]), form)
