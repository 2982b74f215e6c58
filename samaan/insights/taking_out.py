"""Figures taken out of Samaan: no personal data, and still on the record."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.common.spreadsheets import as_csv
from samaan.insights.queries import Sheet


@transaction.atomic
def take_out(sheet: Sheet, *, by: User, asked: Mapping[str, Any]) -> bytes:
    """The table as CSV; what was asked for stands in the event."""
    stream.append("figures.taken_out", by=by, **{name: value for name, value in asked.items() if value})
    mark = f"Samaan · {sheet.caption} · {date_format(timezone.localdate(), 'Y-m-d')}"
    rows = [(line.code, line.name, in_cell(line.count)) for line in sheet.lines]
    if sheet.total is not None or sheet.withholds:
        rows.append(("", _("All regions"), in_cell(sheet.total)))
    return as_csv(mark, [_("Code"), _("Region"), sheet.head], rows)


def in_cell(count: int | None) -> str:
    return _("not shown") if count is None else str(count)
