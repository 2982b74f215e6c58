"""The directory as a table. Where a sealed service is, and that it exists, is in no file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from xlsxwriter import Workbook

from samaan.common.spreadsheets import harmless
from samaan.directory.exchange.columns import Column, columns
from samaan.directory.exchange.planning import FIXED, WITH_ALL
from samaan.directory.facts import facts_of
from samaan.directory.models import Group, Service


def table() -> Iterator[list[str]]:
    """The names of the columns, then a row for each service; the same is read back by `planning`."""
    known = columns()
    fixed = [name for name in FIXED if name != "sealed"]
    yield [*fixed, *(column.name for column in known)]
    services = Service.objects.filter(is_sealed_location=False).select_related("organisation", "unit")
    for service in services.prefetch_related(*WITH_ALL).order_by("code"):
        facts = {group: facts_of(service, group) for group in Group}
        yield [*fixed_cells(service), *(cell(column, facts[column.group][column.fact]) for column in known)]


def fixed_cells(service: Service) -> list[str]:
    verified = [fact.verified_on for fact in service.facts.all() if fact.verified_on]
    return [
        service.code,
        service.organisation.code,
        service.unit.code if service.unit else "",
        "yes" if service.is_active else "no",
        f"{max(verified)}" if verified else "",
    ]


def cell(column: Column, value: Any) -> str:
    if column.key:
        value = value.get(column.key, [] if column.fact == "week" else "")
    return column.write(value)


def as_csv() -> bytes:
    """With a byte order mark, or Excel garbles every accent."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(one) for one in row] for row in table())
    return target.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("services")
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(table()):
            for place, one in enumerate(row):
                sheet.write_string(number, place, harmless(one))
    return target.getvalue()
