"""A date of birth in one writing, so that equal ones find each other; a year alone is no date."""

import re
from datetime import date

from samaan.people.names import plain

MONTHS = {
    **dict.fromkeys(("january", "jan", "enero", "ene"), 1),
    **dict.fromkeys(("february", "feb", "febrero"), 2),
    **dict.fromkeys(("march", "mar", "marzo"), 3),
    **dict.fromkeys(("april", "apr", "abril", "abr"), 4),
    **dict.fromkeys(("may", "mayo"), 5),
    **dict.fromkeys(("june", "jun", "junio"), 6),
    **dict.fromkeys(("july", "jul", "julio"), 7),
    **dict.fromkeys(("august", "aug", "agosto", "ago"), 8),
    **dict.fromkeys(("september", "sept", "sep", "septiembre", "setiembre"), 9),
    **dict.fromkeys(("october", "oct", "octubre"), 10),
    **dict.fromkeys(("november", "nov", "noviembre"), 11),
    **dict.fromkeys(("december", "dec", "diciembre", "dic"), 12),
}
YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
# As in the Caribbean and in Spanish: the day before the month.
DAY_FIRST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")
DAY_AND_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\W+(?:de\W+)?([a-z]+)\W+(?:del?\W+)?(\d{4})")
MONTH_AND_DAY = re.compile(r"([a-z]+)\W+(\d{1,2})(?:st|nd|rd|th)?\W+(\d{4})")


def normal_birth_date(written: str) -> str:
    """`2009-03-14` for "14 March 2009", "14/3/2009", "14 de marzo de 2009"; empty when it is no whole date."""
    text = plain(written).strip()
    if found := YEAR_FIRST.fullmatch(text):
        return made(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(text):
        return made(found[3], found[2], found[1])
    if found := DAY_AND_MONTH.fullmatch(text):
        return made(found[3], MONTHS.get(found[2], 0), found[1])
    if found := MONTH_AND_DAY.fullmatch(text):
        return made(found[3], MONTHS.get(found[1], 0), found[2])
    return ""


def made(year: str, month: str | int, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
