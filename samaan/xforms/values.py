"""XPath 1.0 values as XForms converts them: text, number, boolean, nodes. Dates are numbers of days since 1970."""

import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from samaan.xforms.faults import TooMuch
from samaan.xforms.nodes import Node

Value = str | float | bool | list[Node]

NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*", re.ASCII)
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
EPOCH = date(1970, 1, 1).toordinal()
DAY = 86400
# Calculations that double a text in turn would fill the memory.
LONGEST_TEXT = 100_000


def to_string(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text if value else ""


def number_text(number: float) -> str:
    """As XPath writes a number: no exponent, no needless decimals."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def to_number(value: Value) -> float:
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    return text_number(value if isinstance(value, str) else to_string(value))


def text_number(text: str) -> float:
    """A number, or the days of a date or of a moment; else not a number."""
    if NUMBER.fullmatch(text):
        return float(text)
    found = days(text)
    return math.nan if found is None else found


def to_boolean(value: Value) -> bool:
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def days(text: str) -> float | None:
    """Days since 1970 of a date, or of a moment by the clock on its wall, as ODK Collect counts them."""
    if DATE.fullmatch(text):
        found = read_date(text)
        return None if found is None else float(found.toordinal() - EPOCH)
    moment = read_moment(text)
    if moment is None:
        return None
    # The offset is left out on purpose: at ten in the evening “now” must not be tomorrow because London says so.
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment.date().toordinal() - EPOCH + (moment - midnight).total_seconds() / DAY


def utc_days(text: str) -> float | None:
    """Days since 1970 in UTC, for `decimal-date-time`."""
    moment = read_moment(text)
    if moment is None:
        return days(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / DAY


def read_date(text: str) -> date | None:
    """The date that a text begins with."""
    found = DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def date_text(value: Value) -> str:
    """`date()`: a text or a number of days as YYYY-MM-DD; nothing for what is no date."""
    if isinstance(value, (bool, float)):
        number = to_number(value)
        if math.isnan(number) or math.isinf(number):
            return ""
        try:
            return date.fromordinal(EPOCH + math.floor(number)).isoformat()
        except (ValueError, OverflowError):
            return ""
    text = to_string(value)
    found = read_date(text)
    if found:
        return found.isoformat()
    return date_text(float(text)) if NUMBER.fullmatch(text) else ""


def texts(value: Value) -> list[str]:
    """Every text of a value: one of each node."""
    return [node.text for node in value] if isinstance(value, list) else [to_string(value)]


def bounded(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise TooMuch
    return text


def stored(value: Value) -> str:
    """What a calculation writes into its node; what is not a number is written as nothing."""
    if isinstance(value, float) and math.isnan(value):
        return ""
    return bounded(to_string(value))


def compare(sign: str, left: Value, right: Value) -> bool:
    """XPath 1.0 comparison; a node-set without nodes counts as one empty text, as in ODK."""
    pairs = [(one, other) for one in atoms(left) for other in atoms(right)]
    return any(compare_atoms(sign, one, other, left, right) for one, other in pairs)


def atoms(value: Value) -> list[Any]:
    if isinstance(value, list):
        return [node.text for node in value] or [""]
    return [value]


def compare_atoms(sign: str, one: Any, other: Any, left: Value, right: Value) -> bool:
    if sign in ("=", "!="):
        return equal(one, other, left, right) == (sign == "=")
    first, second = to_number(one), to_number(other)
    match sign:
        case "<":
            return first < second
        case "<=":
            return first <= second
        case ">":
            return first > second
    return first >= second


def equal(one: Any, other: Any, left: Value, right: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        # A node-set is compared with a boolean as a whole.
        return to_boolean(left) == to_boolean(right)
    if isinstance(one, float) or isinstance(other, float):
        return to_number(one) == to_number(other)
    return one == other
