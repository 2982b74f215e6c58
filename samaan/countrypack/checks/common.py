"""What several checks ask."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samaan.countrypack.codelists import several
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import Shape, suggest, unknown

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
PHONE = re.compile(r"\+[1-9]\d{6,14}|\d{3,10}")
DEFAULT_LANGUAGES = ["en", "es"]


def languages(source: Source) -> tuple[list[str], list[str]]:
    """The complete and the prepared languages, as far as country.yaml says them."""
    spoken = source.content["country"].get("languages")
    if not isinstance(spoken, dict):
        return DEFAULT_LANGUAGES, []
    return texts(spoken.get("complete")) or DEFAULT_LANGUAGES, texts(spoken.get("prepared"))


def texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def rows(value: Any) -> list[Row]:
    """The mappings in a list; what is not one was reported by the shape of its file."""
    return [item for item in value if isinstance(item, Row)] if isinstance(value, list) else []


def sound(value: Any, shape: Shape) -> list[Row]:
    """The items of a list that have their shape: only those can be looked into further."""
    return [row for row in rows(value) if not any(True for _fault in shape(row, row, ""))]


def columns(found: list[Row], needed: Iterable[str]) -> Iterator[Fault]:
    """A CSV file must have these columns, and something in it."""
    for name in needed:
        if found and name not in found[0]:
            yield Fault(found[0].file, 1, name, _("This column is missing."), _("Add it to the first line."))


LANGUAGE = re.compile(r"[a-z]{2}")


def only(source: Source, file: str, names: Iterable[str], *, may_have_more: bool = False) -> Iterator[Fault]:
    """A CSV file has no column but these. A list `may_have_more`: mappings, which only must not look like a slip."""
    known = list(names)
    for name in source.content["layout"].get(file, {}).get("", ()):
        if name in known:
            continue
        close = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.75)
        if may_have_more and not close and not LANGUAGE.fullmatch(name):
            continue
        remedy = _("Did you mean “%(word)s”?") % {"word": close[0]} if close else _("Remove the column.")
        if LANGUAGE.fullmatch(name):
            remedy = _("Remove the column, or add the language to country.yaml.")
        yield Fault(file, 1, name, _("The column “%(name)s” is not known here.") % {"name": name}, remedy)


def filled(row: Row, names: Iterable[str]) -> Iterator[Fault]:
    for name in names:
        if name in row and not row[name]:
            yield row.fault(name, _("The cell is empty."), _("Fill it in."))


def good_codes(found: list[Row], column: str = "code") -> Iterator[Fault]:
    """Codes are short, plain and given once."""
    counted = Counter(str(row.get(column)) for row in found)
    for row in found:
        code = row.get(column)
        if not isinstance(code, str) or not CODE.fullmatch(code):
            remedy = _("Use up to 40 letters, digits, “_” and “-”, without spaces or accents.")
            yield row.fault(column, _("“%(code)s” is not a code.") % {"code": code or ""}, remedy)
        elif counted[code] > 1:
            remedy = _("Give each line a code of its own.")
            yield row.fault(column, _("The code “%(code)s” is given twice.") % {"code": code}, remedy)


def known(row: Row, column: str, codes: Iterable[str]) -> Iterator[Fault]:
    """The cell, when filled, is one of the codes. Nothing is said when there are no codes at all."""
    codes, value = sorted(code for code in codes if isinstance(code, str)), row.get(column)
    if value and codes and value not in codes:
        yield row.fault(column, unknown(value), suggest(value, codes))


def all_known(row: Row, column: str, codes: Iterable[str]) -> Iterator[Fault]:
    """Each of the values in a cell or a list is one of the codes."""
    codes = sorted(codes)
    values = row.get(column)
    for value in texts(values) if isinstance(values, list) else several(values):
        if codes and value not in codes:
            yield row.fault(column, unknown(value), suggest(value, codes))


def yes_no(row: Row, column: str) -> Iterator[Fault]:
    if row.get(column, "yes") not in ("yes", "no"):
        yield row.fault(column, _("This is either yes or no."), _("Write `yes` or `no`."))


def number(row: Row, column: str, most: int = 32_767) -> Iterator[Fault]:
    cell = row.get(column, "")
    if cell and not (cell.isascii() and cell.isdecimal()):
        yield row.fault(column, _("“%(cell)s” is not a whole number.") % {"cell": cell}, _("Write it in digits."))
    elif cell and (len(cell) > 9 or int(cell) > most):
        remedy = _("Write %(most)d or less.") % {"most": most}
        yield row.fault(column, _("“%(cell)s” is too much.") % {"cell": cell}, remedy)


def short(row: Row, column: str, most: int) -> Iterator[Fault]:
    """A text the database has room for."""
    length = len(str(row.get(column) or ""))
    if length > most:
        words = {"length": length, "most": most}
        remedy = _("Shorten it to %(most)d characters.") % words
        yield row.fault(column, _("The text has %(length)d characters.") % words, remedy)


def email(row: Row, column: str) -> Iterator[Fault]:
    if row.get(column):
        try:
            validate_email(row[column])
        except ValidationError:
            yield row.fault(column, _("This is not an e-mail address."), _("Write it as name@example.org."))


def phone(row: Row, column: str) -> Iterator[Fault]:
    cell = row.get(column, "")
    if cell and not PHONE.fullmatch(cell):
        yield row.fault(
            column,
            _("“%(cell)s” is not a telephone number.") % {"cell": cell},
            _("Write it with the country’s prefix and without spaces: +18685550101; or as a short number."),
        )
