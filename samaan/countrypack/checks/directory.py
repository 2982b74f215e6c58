"""The directory: organisations, units, services."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import CSV_FILES, Source

ORGANISATION_COLUMNS = ["code", "name", "kind", "active"]
UNIT_COLUMNS = ["organisation", "code", "name"]
# Columns with one for each language.
WORDS = ("name", "opening", "notes")
SERVICE_COLUMNS = [
    "code",
    "organisation",
    "unit",
    "need",
    "min_age",
    "max_age",
    "sexes",
    "languages",
    "regions",
    "always_open",
    "phone",
    "whatsapp",
    "email",
    "answer_hours",
    "sealed",
    "address",
    "active",
]


def check(source: Source) -> Iterator[Fault]:
    organisations, units = source.content["organisations"], source.content["units"]
    for name, names in (("organisations", ORGANISATION_COLUMNS), ("units", UNIT_COLUMNS)):
        yield from common.columns(source.content[name], names)
        yield from common.only(source, CSV_FILES[name], names)
    yield from common.good_codes(organisations)
    for row in organisations:
        yield from common.filled(row, ["name", "kind", "active"])
        yield from common.short(row, "name", 200)
        yield from common.known(row, "kind", source.codes("organisation_kinds"))
        yield from common.yes_no(row, "active")
    yield from common.good_codes(units)
    for row in units:
        yield from common.filled(row, ["organisation", "name"])
        yield from common.short(row, "name", 200)
        yield from common.known(row, "organisation", source.codes("organisations"))
    yield from services(source)


def services(source: Source) -> Iterator[Fault]:
    complete, prepared = common.languages(source)
    words = [f"{column}_{language}" for column in ("name", "opening") for language in complete]
    rows = source.content["services"]
    yield from common.columns(rows, [*SERVICE_COLUMNS, *words])
    in_words = [f"{column}_{language}" for column in WORDS for language in [*complete, *prepared]]
    yield from common.only(source, CSV_FILES["services"], [*SERVICE_COLUMNS, *in_words])
    yield from common.good_codes(rows)
    units = {row.get("code"): row.get("organisation") for row in source.content["units"]}
    for row in rows:
        yield from common.filled(row, ["organisation", "need", *words])
        for column, listed in (("organisation", "organisations"), ("need", "needs"), ("unit", "units")):
            yield from common.known(row, column, source.codes(listed))
        for column, listed in (("sexes", "sex"), ("languages", "languages"), ("regions", "regions")):
            yield from common.all_known(row, column, source.codes(listed))
        for column in ("min_age", "max_age", "answer_hours"):
            yield from common.number(row, column)
        for column in ("always_open", "sealed", "active"):
            yield from common.yes_no(row, column)
        yield from how_to_reach(row)
        yield from ages(row)
        if row.get("unit") and units.get(row["unit"], row.get("organisation")) != row.get("organisation"):
            yield row.fault("unit", _("The unit belongs to another organisation."), _("Correct one of the two."))


def how_to_reach(row: Row) -> Iterator[Fault]:
    yield from common.phone(row, "phone")
    yield from common.phone(row, "whatsapp")
    for column in ("phone", "whatsapp"):
        yield from common.short(row, column, 20)
    yield from common.short(row, "address", 200)
    yield from common.email(row, "email")
    if not row.get("phone") and not row.get("email"):
        yield row.fault(
            "phone", _("Nobody can reach this service."), _("Give a telephone number or an e-mail address.")
        )
    if row.get("sealed") == "yes" and row.get("address"):
        remedy = _("Empty the cell at once, and treat the address as leaked.")
        yield row.fault("address", _("A sealed place must have no address here."), remedy)


def ages(row: Row) -> Iterator[Fault]:
    low, high = row.get("min_age", ""), row.get("max_age", "")
    if low.isdecimal() and high.isdecimal() and int(low) > int(high):
        yield row.fault("max_age", _("The highest age is below the lowest."), _("Correct one of the two."))
