"""The columns of a list that say its codes in other systems."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import standards
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.shapes import suggest, unknown


def check(name: str, rows: list[Row]) -> Iterator[Fault]:
    for row in rows:
        yield from htcds(name, row)
        yield from one_value(row, "ctdc", standards.CTDC_VALUES.get(name, ()))
        if row.get("ic_tip") and not standards.IC_TIP.fullmatch(row["ic_tip"]):
            problem = _("“%(value)s” is no code of a classification.") % {"value": row["ic_tip"]}
            yield row.fault("ic_tip", problem, _("Leave the cell empty as long as you do not have the code tables."))


def htcds(name: str, row: Row) -> Iterator[Fault]:
    form = standards.HTCDS_CODES.get(name)
    if form is None:
        field = standards.HTCDS_FIELDS.get(name, "")
        yield from one_value(row, "htcds", standards.HTCDS_VALUES.get(field, ()))
    elif row.get("htcds") and not form.fullmatch(row["htcds"]):
        problem = _("“%(value)s” is no code of three letters.") % {"value": row["htcds"]}
        yield row.fault("htcds", problem, _("Take it from ISO 639-2 (eng) or ISO 3166-1 (TTO)."))


def one_value(row: Row, column: str, known: tuple[str, ...]) -> Iterator[Fault]:
    value = row.get(column)
    if value and value not in known:
        remedy = suggest(value, list(known)) or _("This standard has nothing for this list: leave the cell empty.")
        yield row.fault(column, unknown(value), remedy)
