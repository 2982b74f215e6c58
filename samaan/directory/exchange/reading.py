"""Rows of text from whatever an office calls a CSV or an Excel file."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from samaan.common.spreadsheets import harmless
from samaan.countrypack.faults import Fault

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 20_000, 200, 20_000_000
MOST_UNPACKED = 200_000_000


@dataclass(frozen=True)
class Line:
    """A row of the file: the number a person sees beside it, and its cells by column."""

    file: str
    sheet: str
    number: int
    cells: dict[str, str]

    def fault(self, column: str, problem: str, remedy: str) -> Fault:
        return Fault(self.file, self.number, column, problem, remedy, self.sheet)


def read_table(name: str, data: bytes) -> tuple[list[Line], list[Fault]]:
    """Every row with something in it; or what is wrong with the file."""
    if len(data) > MOST_BYTES:
        return [], [Fault(name, 0, "", _("The file is too large."), _("At most 20 MB; divide it."))]
    if data[:4] == b"PK\x03\x04":
        return read_xlsx(name, data)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return [], [Fault(name, 0, "", _("This is an old Excel file."), _("Save it as .xlsx or as CSV."))]
    return read_csv(name, data)


def decoded(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with one, else what Excel writes in the Americas."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_csv(name: str, data: bytes) -> tuple[list[Line], list[Fault]]:
    """Whatever stands between its cells: comma, semicolon, tab."""
    words = decoded(data)
    head = words.lstrip("\r\n").partition("\n")[0]
    between = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(words, newline=""), delimiter=between, strict=True))
    except csv.Error as error:
        problem = _("The file is not well-formed: %(error)s.") % {"error": error}
        return [], [Fault(name, 0, "", problem, _("Open it in a spreadsheet and save it anew as CSV."))]
    return lines(name, "", enumerate(rows, 1))


def read_xlsx(name: str, data: bytes) -> tuple[list[Line], list[Fault]]:
    """The first sheet with something in it; cells that are merged are said, for nobody knows what they mean."""
    broken = Fault(name, 0, "", _("The workbook cannot be read."), _("Save it anew as .xlsx or as CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                return [], [broken]
        book = load_workbook(io.BytesIO(data))
    except Exception:  # whatever openpyxl stumbles over: the file came from outside
        return [], [broken]
    sheet = next((one for one in book.worksheets if one.max_row > 1 or one["A1"].value is not None), None)
    if sheet is None or sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        return [], [broken] if sheet is None else [too_many(name)]
    merged = [
        Fault(
            name,
            area.min_row,
            area.coord,
            _("These cells are merged."),
            _("Divide them, and write the value in each row."),
            sheet.title,
        )
        for area in sheet.merged_cells.ranges
    ]
    unclear = [*merged, *computed(name, sheet)]
    if unclear:
        return [], unclear
    rows = ([in_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
    return lines(name, sheet.title, enumerate(rows, 1))


def computed(name: str, sheet: Any) -> Iterator[Fault]:
    """Formulas: what they came to may be old, or was never worked out; and what Excel could not work out."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type in ("f", "e"):
                problem, remedy = _("This cell is a formula or an error."), _("Copy it and paste it as a value.")
                yield Fault(name, cell.row, cell.coordinate, problem, remedy, sheet.title)


def in_text(value: Any) -> str:
    """A cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def too_many(name: str) -> Fault:
    return Fault(name, 0, "", _("There are too many rows or columns."), _("At most 20,000 rows; divide the file."))


def lines(name: str, sheet: str, rows: Iterable[tuple[int, list[str]]]) -> tuple[list[Line], list[Fault]]:
    """The head is the first row that has `code` among its cells."""
    found: list[Line] = []
    head: list[str] = []
    for number, raw in rows:
        cells = [cleaned(cell) for cell in raw]
        if not head:
            names = [cell.lower().replace(" ", "_") for cell in cells]
            if "code" in names:
                head = names
                twice = sorted({one for one in names if one and names.count(one) > 1})
                if twice:
                    problem = _("The column %(name)s is there twice.") % {"name": twice[0]}
                    return [], [Fault(name, number, twice[0], problem, _("Remove one."), sheet)]
            continue
        if any(cells):
            found.append(Line(name, sheet, number, {one: cell for one, cell in zip(head, cells, strict=False) if one}))
        if len(found) > MOST_ROWS:
            return [], [too_many(name)]
    if not head:
        remedy = _("The first row names the columns; `code` is one of them. Export the directory to see all.")
        return [], [Fault(name, 1, "", _("The row with the names of the columns is missing."), remedy, sheet)]
    return found, []


def cleaned(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing, no-break spaces and what cannot be printed."""
    text = "".join(one for one in cell.replace("\xa0", " ") if one.isprintable() or one == "\n").strip()
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def names_of(found: list[Line]) -> Iterator[str]:
    """The columns of the file."""
    yield from found[0].cells if found else ()
