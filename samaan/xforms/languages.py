"""The languages of a form, and how dates are said in them."""

import re
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

NAMED = re.compile(r".*\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\)")
FALLBACK = "en"


def code(language: str) -> str:
    """`Español (es)` is `es`; nothing for a name without a code."""
    found = NAMED.fullmatch(language.strip())
    return found[1].lower().replace("_", "-") if found else ""


def locale(language: str) -> Locale:
    try:
        return Locale.parse(code(language) or FALLBACK, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def short_month(moment: datetime, language: str) -> str:
    return format_date(moment, "LLL", locale(language))


def short_day(moment: datetime, language: str) -> str:
    return format_date(moment, "ccc", locale(language))
