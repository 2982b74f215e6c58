"""A list as a table: what the page's list shows and no more, every cell text."""

import io
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from samaan import countrypack
from samaan.cases.models import Case
from samaan.common.spreadsheets import Row, as_csv, harmless

__all__ = ["as_csv", "as_xlsx", "harmless"]


def heads() -> Row:
    return [
        _("Case"), _("Reference"), _("Age"), _("Child"), _("Status"), _("Risk"), _("Next review"), _("Case manager"),
        _("Region"), _("Changed"),
    ]  # fmt: skip


def row_of(case: Case) -> Row:
    pack = countrypack.pack()
    return [
        case.pseudonym,
        case.reference,
        pack.label("age_bands", case.age_band),
        _("Yes") if case.is_child else _("No"),
        case.get_status_display(),
        case.get_risk_display() if case.is_open else "",
        date_format(case.next_review, "Y-m-d") if case.is_open and case.next_review else "",
        case.case_manager.full_name if case.case_manager else "",
        pack.label("regions", case.region),
        date_format(case.changed_at, "Y-m-d"),
    ]


def as_xlsx(mark: str, author: str, head: Row, rows: Iterable[Row]) -> bytes:
    """The mark is the first line, the foot of each printed page, and in the properties."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": mark, "author": author, "comments": mark})
        sheet = book.add_worksheet()
        # An ampersand begins a code in a foot.
        sheet.set_footer(f"&L{mark.replace('&', '&&')}"[:255])
        for number, row in enumerate(([mark], head, *rows)):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, harmless(cell))
    return target.getvalue()
