"""Whether an answer is of its question's type, in words when it is not."""

import math
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from samaan.xforms import values
from samaan.xforms.definition import Question

INTEGER = re.compile(r"-?\d{1,9}", re.ASCII)
DECIMAL = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,10})?|\.\d{1,10})", re.ASCII)
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
# The name of an attachment: no folders, nothing that begins with a dot.
FILE = re.compile(r"[^\W_][\w .()-]{0,120}")
ACKNOWLEDGED = "OK"


def integer(question: Question, text: str) -> str:
    return "" if INTEGER.fullmatch(text) else _("Write a whole number in digits.")


def decimal(question: Question, text: str) -> str:
    return "" if DECIMAL.fullmatch(text) else _("Write a number in digits.")


def in_range(question: Question, text: str) -> str:
    if not DECIMAL.fullmatch(text):
        return _("Write a number in digits.")
    low, high, step = (number(question, name, default) for name, default in (("start", 1), ("end", 10), ("step", 1)))
    steps = (float(text) - low) / step if step else 0.0
    if low <= float(text) <= high and math.isclose(steps, round(steps), abs_tol=1e-6):
        return ""
    return _("Choose a number from %(low)s to %(high)s.") % {
        "low": values.number_text(low),
        "high": values.number_text(high),
    }


def number(question: Question, name: str, default: float) -> float:
    found = values.text_number(question.parameters.get(name, ""))
    return default if math.isnan(found) else found


def date(question: Question, text: str) -> str:
    ok = values.DATE.fullmatch(text) and values.read_date(text)
    return "" if ok else _("Write a date like 2026-11-30.")


def time(question: Question, text: str) -> str:
    return "" if TIME.fullmatch(text) else _("Write a time like 14:30.")


def moment(question: Question, text: str) -> str:
    return "" if values.read_moment(text) else _("Write a date and a time like 2026-11-30T14:30.")


def geopoint(question: Question, text: str) -> str:
    """Latitude and longitude in degrees, then perhaps height and accuracy in metres."""
    found = [values.text_number(part) if DECIMAL.fullmatch(part) else math.nan for part in text.split()]
    if 2 <= len(found) <= 4 and not any(map(math.isnan, found)) and abs(found[0]) <= 90 and abs(found[1]) <= 180:
        return ""
    return _("Write the latitude and the longitude in degrees, with a space between.")


def upload(question: Question, text: str) -> str:
    return "" if FILE.fullmatch(text) else _("This is not the name of a file.")


def acknowledge(question: Question, text: str) -> str:
    return "" if text == ACKNOWLEDGED else _("This can only be confirmed.")


CHECKS: dict[str, Callable[[Question, str], str]] = {
    "integer": integer,
    "decimal": decimal,
    "range": in_range,
    "date": date,
    "time": time,
    "datetime": moment,
    "geopoint": geopoint,
    "image": upload,
    "audio": upload,
    "video": upload,
    "file": upload,
    "acknowledge": acknowledge,
}


def wrong_type(question: Question, text: str) -> str:
    """What is wrong with an answer that is not empty; nothing when it is of its type."""
    check = CHECKS.get(question.kind)
    return check(question, text) if check else ""
