"""Workbooks written as tables in a test, and made into .xlsx."""

import io

from openpyxl import Workbook

from samaan.xforms.definition import Definition
from samaan.xforms.reading import read_form

SETTINGS = "| form_title | form_id | version |\n| Test | test | 1 |"


def workbook(survey: str, choices: str = "", settings: str = SETTINGS, **more: str) -> bytes:
    """The .xlsx of tables in Markdown, one for each sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, table in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
        if table:
            sheet = book.create_sheet(name)
            for row in cells(table):
                sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells(table: str) -> list[list[str | None]]:
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    return [[cell.strip() or None for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines]


def form(survey: str, choices: str = "", settings: str = SETTINGS, files: dict[str, bytes] | None = None) -> Definition:
    """A form without faults."""
    read = read_form(workbook(survey, choices, settings), files)
    assert read.faults == ()
    assert read.form is not None
    return read.form


def faults(survey: str, choices: str = "", settings: str = SETTINGS, **more: str) -> list[tuple[str, int, str]]:
    """Where the faults of a workbook are."""
    read = read_form(workbook(survey, choices, settings, **more))
    assert read.form is None
    return [(fault.sheet, fault.row, fault.column) for fault in read.faults]
