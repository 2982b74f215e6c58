"""Workbooks written as tables in a test, and made into .xlsx."""

import io

from openpyxl import Workbook

from samaan.xforms.definition import Definition
from samaan.xforms.reading import read_form

SETTINGS = "| form_title | form_id | version |\n| Test | test | 1 |"


def workbook(survey: str, choices: str = "", settings: str = SETTINGS, **more: str) -> bytes:
    """The .xlsx of tables in Markdown, one for each sheet; “¦” stands for a bar inside a cell."""
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
    rows = [line.removeprefix("|").removesuffix("|").split("|") for line in lines]
    return [[cell.strip().replace("¦", "|") or None for cell in row] for row in rows]


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


def table(*rows: dict[str, str]) -> str:
    """Rows with only the cells they have, as a table; `en` and `es` are the labels."""
    words = {"en": "label::English (en)", "es": "label::Español (es)"}
    rows = tuple({words.get(name, name): text for name, text in row.items()} for row in rows)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heads, *([row.get(head, "") for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
