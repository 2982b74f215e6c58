"""The columns of the table, and how a cell of each is read and written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.countrypack.shapes import suggest
from samaan.directory.hours_text import differing_day, spans
from samaan.directory.models import Group

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YES, NO = ("yes", "y", "true", "1", "x", "sí", "si", "oui"), ("no", "n", "false", "0", "", "non")


class Wrong(Exception):
    """A cell that cannot be read: what is wrong, and what to do."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True)
class Column:
    """`read` makes a fact of a cell's text, `write` a text of the fact; `key` is a part of a fact of several parts."""

    name: str
    group: Group
    fact: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    key: str = ""


def text(longest: int, cell: str) -> str:
    if len(cell) > longest:
        raise Wrong(_("The text is too long."), _("At most %(n)s characters.") % {"n": longest})
    return cell


def whole(most: int, cell: str) -> int | None:
    found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", cell)
    if cell and (not found or int(found[1]) > most):
        raise Wrong(_("“%(cell)s” is no whole number up to %(most)s.") % {"cell": cell, "most": most}, _("Correct it."))
    return int(found[1]) if found else None


def yes_no(cell: str) -> bool:
    if cell.lower() not in (*YES, *NO):
        raise Wrong(_("“%(cell)s” is neither yes nor no.") % {"cell": cell}, _("Write yes or no."))
    return cell.lower() in YES


def code(codelist: str, cell: str) -> str:
    """A code of the list, or its words in any language."""
    if not cell:
        return ""
    entries = countrypack.pack().codelist(codelist).entries
    if cell in entries:
        return cell
    wanted = cell.casefold()
    for one in entries.values():
        if wanted in (one.code.casefold(), *(words.casefold() for words in one.labels.values())):
            return one.code
    problem = _("“%(cell)s” is not in the list %(name)s.") % {"cell": cell, "name": codelist}
    raise Wrong(problem, suggest(cell, list(entries)))


def codes(codelist: str, cell: str) -> list[str]:
    return [code(codelist, part.strip()) for part in re.split(r"[;|\n]", cell) if part.strip()]


def phone(cell: str) -> str:
    """As it is dialled: with the country’s prefix, or a short number."""
    digits = re.sub(r"[\s().\-–/]|\.0$", "", cell)
    if not digits or re.fullmatch(r"\d{3,8}", digits):
        return digits
    region = countrypack.pack().country.get("phone_region")
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", digits), region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        problem = _("“%(cell)s” is not a telephone number.") % {"cell": cell}
        raise Wrong(problem, _("Write it with the country’s prefix: +18685550101; or as a short number."))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def checked(check: Callable[[str], Any], cell: str) -> str:
    """An e-mail or web address."""
    try:
        if cell:
            check(cell)
    except ValidationError as refused:
        raise Wrong(" ".join(refused.messages), _("Correct it.")) from None
    return cell


def hours(cell: str) -> list[str]:
    try:
        return spans(cell)
    except ValueError:
        problem = _("“%(cell)s” are no opening hours.") % {"cell": cell}
        raise Wrong(problem, _("Write them as 08:00-12:00, 13:00-16:00.")) from None


def days(cell: str) -> list[list[str]]:
    try:
        return [differing_day(part.strip()) for part in re.split(r"[;\n]", cell) if part.strip()]
    except (ValueError, IndexError):
        problem = _("“%(cell)s” are no days that differ.") % {"cell": cell}
        raise Wrong(problem, _("Write them as 2026-12-24 -; 2026-12-31 08:00-12:00.")) from None


def decimal(places: int, most: int, cell: str) -> str:
    try:
        number = Decimal(cell.replace(",", ".")) if cell else None
    except InvalidOperation:
        number = Decimal(most + 1)
    if number is not None and (not number.is_finite() or abs(number) > most):
        problem = _("“%(cell)s” is no number up to %(most)s.") % {"cell": cell, "most": most}
        raise Wrong(problem, _("Correct it."))
    return f"{number:.{places}f}" if number is not None else ""


def day(cell: str) -> str:
    """A day; 24/12/2026 is said to be unclear, for it may be either."""
    try:
        return date.fromisoformat(cell[:10]).isoformat() if cell else ""
    except ValueError:
        raise Wrong(_("“%(cell)s” is no day.") % {"cell": cell}, _("Write it as 2026-12-24.")) from None


def joined(values: list[str]) -> str:
    return ";".join(values)


def optional(value: Any) -> str:
    return "" if value is None else str(value)


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def days_in_text(value: list[list[str]]) -> str:
    return "; ".join(" ".join([*dict.fromkeys(row[:2]), row[2] or "-"]) for row in value)


def words(name: str, group: Group, fact: str, longest: int = 500) -> list[Column]:
    """One column for each language of the pack."""
    spoken = countrypack.pack().languages
    return [Column(f"{name}_{one}", group, fact, partial(text, longest), str, one) for one in spoken]


def of_list(name: str, group: Group, codelist: str) -> Column:
    return Column(name, group, name, partial(codes, codelist), joined)


def columns() -> list[Column]:
    """All facts of a service, in the order of its page."""
    about, contact, open_at, whom, place, cost = Group
    return [
        Column("need", about, "need", partial(code, "needs")),
        *words("name", about, "names", 200),
        *words("notes", about, "notes"),
        Column("phone", contact, "phone", phone),
        Column("whatsapp", contact, "whatsapp", phone),
        Column("email", contact, "email", partial(checked, validate_email)),
        Column("website", contact, "website", partial(checked, URLValidator(["http", "https"]))),
        Column("answer_hours", contact, "answer_hours", partial(whole, 2000), optional),
        Column("always_open", open_at, "always_open", yes_no, yes_or_no),
        Column("open_on_holidays", open_at, "open_on_holidays", yes_no, yes_or_no),
        *words("opening", open_at, "opening"),
        *(Column(name, open_at, "week", hours, ", ".join, str(number)) for number, name in enumerate(WEEK, 1)),
        Column("days_that_differ", open_at, "days", days, days_in_text),
        Column("min_age", whom, "min_age", partial(whole, 120), optional),
        Column("max_age", whom, "max_age", partial(whole, 120), optional),
        of_list("sexes", whom, "sex"),
        of_list("nationalities", whom, "nationality"),
        of_list("statuses", whom, "immigration_status"),
        of_list("households", whom, "households"),
        of_list("languages", whom, "languages"),
        of_list("regions", whom, "regions"),
        Column("address", place, "address", partial(text, 200)),
        Column("region", place, "region", partial(code, "regions")),
        *words("way", place, "ways"),
        of_list("accessibility", place, "accessibility"),
        Column("latitude", place, "latitude", partial(decimal, 6, 90)),
        Column("longitude", place, "longitude", partial(decimal, 6, 180)),
        of_list("documents", cost, "document_kinds"),
        *words("cost", cost, "cost"),
        Column("amount", cost, "amount", partial(decimal, 2, 99_999_999)),
    ]
