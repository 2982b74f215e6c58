"""Forms of a pack are checked with it: file, sheet, row, column, and what to do."""

from pathlib import Path

import pytest
from django.utils import translation

from samaan.countrypack.checking import check
from samaan.countrypack.faults import PackFaults
from samaan.countrypack.loading import load
from tests.xforms.workbooks import workbook

SURVEY = """
| type            | name | label |
| text            | name | Name  |
| select_one_from_file towns.csv | town | Town |
"""


def said(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder)]


@pytest.fixture
def forms(folder: Path) -> Path:
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms" / "towns.csv").write_text("name,label\narima,Arima\n")
    return folder / "forms"


def test_a_pack_with_a_sound_form_has_no_fault(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(workbook(SURVEY))
    (forms / "~$first.xlsx").write_bytes(b"left behind by a spreadsheet program")

    assert said(folder) == []


def test_a_fault_of_a_form_says_file_sheet_row_and_column(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(workbook(SURVEY.replace("| text ", "| tect ")))

    assert said(folder) == [
        "forms/first.xlsx, sheet survey, row 2, type: The type “tect” is not supported. Did you mean “text”?"
    ]


def test_a_fault_is_said_in_the_language_of_whoever_asks(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(workbook(SURVEY.replace("| text ", "| tect ")))

    assert "The type “tect” is not supported." in said(folder)[0]
    with translation.override("es"):
        assert "El tipo “tect” no se admite." in said(folder)[0]


def test_a_list_that_is_not_beside_the_form(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(workbook(SURVEY))
    (forms / "towns.csv").unlink()

    assert said(folder) == [
        "forms/first.xlsx, sheet survey, row 3, type: There is no list “towns.csv”."
        " Add the list, or its file beside the form."
    ]


def test_two_forms_with_one_identity(folder: Path, forms: Path):
    for name in ("first.xlsx", "second.xlsx"):
        (forms / name).write_bytes(workbook(SURVEY))

    assert said(folder) == [
        "forms/second.xlsx, sheet settings, row 2, form_id: forms/first.xlsx has the same form_id “test”."
        " Give each form an identity of its own."
    ]


def test_a_list_no_form_chooses_from(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(workbook(SURVEY))
    (forms / "town.csv").write_text("name,label\narima,Arima\n")

    assert said(folder) == ["forms/town.csv: No form chooses from this list. Remove it, or name it in the form."]


def test_what_is_no_workbook(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(b"not a workbook")

    assert said(folder) == [
        "forms/first.xlsx: This is not an Excel workbook. Save it anew as an Excel workbook (.xlsx)."
    ]


@pytest.mark.django_db
def test_a_pack_with_a_broken_form_is_not_loaded(folder: Path, forms: Path):
    (forms / "first.xlsx").write_bytes(b"not a workbook")

    with pytest.raises(PackFaults):
        load(folder, by=None)
