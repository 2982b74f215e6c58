"""A workbook as cells that remember their rows, before anybody believes it."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaan.xforms.faults import Fault

if TYPE_CHECKING:
    import openpyxl

LARGEST = 5 * 2**20
LARGEST_UNPACKED = 60 * 2**20
MOST_PARTS = 300
MOST_ROWS = {"survey": 2_000, "choices": 5_000, "settings": 1}
MOST_COLUMNS = 200
# What Excel shows instead of what it could not work out.
BROKEN = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
# Of one sheet; the expressions of so long a text are still read within seconds.
MOST_CHARACTERS = 1_000_000
# Where pyxform takes a sheet to be at its end; what stands behind it would be asked here and nowhere else.
MOST_EMPTY_ROWS = 60
MOST_EMPTY_COLUMNS = 20
# A file may say that its only cell stands in row one million.
LAST_ROW = 10_000


@dataclass(frozen=True)
class Row:
    """The filled cells of one row, by the text over them."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Sheet:
    name: str
    headers: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    # Whether a cell holds a date of Excel's own.
    dated: bool = False


@dataclass
class Workbook:
    sheets: dict[str, Sheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet:
        return self.sheets.get(name) or Sheet(name)


def read_workbook(data: bytes) -> Workbook:
    """Every sheet of an .xlsx file, or why it cannot be read."""
    book = Workbook()
    problem = unfit(data)
    if problem:
        book.faults.append(Fault("", 0, "", problem, _("Save it anew as an Excel workbook (.xlsx).")))
        return book
    try:
        read_sheets(data, book)
    except Exception:  # whatever openpyxl stumbles over: the file came from outside
        problem = _("This is not an Excel workbook.")
        book.faults.append(Fault("", 0, "", problem, _("Save it anew as an Excel workbook (.xlsx).")))
    return book


def unfit(data: bytes) -> str:
    """Why a file is not even opened: its size, or what it would grow to."""
    if len(data) > LARGEST:
        return _("The workbook is larger than %(count)s MB.") % {"count": LARGEST // 2**20}
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _("This is not an Excel workbook.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return _("The workbook unpacks to more than any form needs.")
    return ""


def open_workbook(data: bytes, *, read_only: bool = False) -> "openpyxl.Workbook":
    # Needed when a pack is checked or changed, and not worth the wait at the start of every process.
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=read_only, data_only=True)


def read_sheets(data: bytes, book: Workbook) -> None:
    opened = open_workbook(data, read_only=True)
    for written in opened.worksheets:
        name = written.title.strip().lower()
        # Rows and columns as they are: what a file says of its own size may be anything.
        written.reset_dimensions()
        sheet = Sheet(name)
        for row in read_rows(written.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), sheet, book.faults):
            sheet.rows.append(row)
        book.sheets[name] = sheet


def read_rows(rows: Iterator[tuple], sheet: Sheet, faults: list[Fault]) -> Iterator[Row]:
    most = MOST_ROWS.get(sheet.name, 0)
    count = characters = empty = 0
    for number, values in enumerate(rows, start=1):
        texts = [cell_text(value) for value in values]
        sheet.dated = sheet.dated or any(isinstance(value, date) for value in values)
        if number == 1:
            sheet.headers = texts[:MOST_COLUMNS]
            faults.extend(wrong_headers(sheet, texts) if most else ())
            continue
        if not any(texts) and number <= LAST_ROW:
            empty += 1
            continue
        if most and (empty > MOST_EMPTY_ROWS or number > LAST_ROW):
            problem = _("Before this row stand more than %(count)s empty ones.") % {"count": MOST_EMPTY_ROWS}
            faults.append(Fault(sheet.name, number, "", problem, _("Remove the empty rows.")))
            return
        empty = 0
        count += 1
        characters += sum(map(len, texts))
        if most and characters > MOST_CHARACTERS:
            faults.append(
                Fault(
                    sheet.name,
                    number,
                    "",
                    _("The sheet holds more text than any form needs."),
                    _("Make several forms of it."),
                )
            )
            return
        if count > most:
            if most:
                faults.append(too_many(sheet.name, number, most))
            return
        if most:
            faults.extend(broken_cells(sheet, number, texts))
        yield Row(number, {head: text for head, text in zip(sheet.headers, texts, strict=False) if head and text})


def wrong_headers(sheet: Sheet, texts: list[str]) -> Iterator[Fault]:
    if any(texts[MOST_COLUMNS:]):
        problem = _("The sheet has more columns than the %(count)s that are read.") % {"count": MOST_COLUMNS}
        yield Fault(sheet.name, 1, texts[MOST_COLUMNS], problem, _("Remove columns."))
    empty = 0
    for head in texts:
        if head and empty > MOST_EMPTY_COLUMNS:
            problem = _("Before this column stand more than %(count)s empty ones.") % {"count": MOST_EMPTY_COLUMNS}
            yield Fault(sheet.name, 1, head, problem, _("Remove the empty columns."))
        empty = 0 if head else empty + 1


def broken_cells(sheet: Sheet, row: int, texts: list[str]) -> Iterator[Fault]:
    for head, text in zip(sheet.headers, texts, strict=False):
        if head and text in BROKEN:
            yield Fault(sheet.name, row, head, _("Excel could not work out this cell."), _("Write what it should say."))


def too_many(sheet: str, row: int, most: int) -> Fault:
    remedy = {
        "choices": _("Put long lists into a CSV file and use select_one_from_file."),
        "survey": _("Make several forms of it."),
    }
    problem = _("The sheet has more rows than the %(count)s that are read.") % {"count": most}
    return Fault(sheet, row, "", problem, remedy.get(sheet, _("Keep one row.")))


def cell_text(value: object) -> str:
    """A cell as it is meant: 1.0 is 1, a date is written YYYY-MM-DD; yes and no as pyxform writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\xa0", " ").strip()


def with_dates_written(data: bytes) -> bytes:
    """The same workbook with its dates as texts; pyxform would write midnight after each."""
    book = open_workbook(data)
    for sheet in book.worksheets:
        if sheet.title.strip().lower() not in MOST_ROWS:
            continue
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            for cell in row:
                if isinstance(cell.value, date):
                    cell.value = cell_text(cell.value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
