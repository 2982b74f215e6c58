"""Every version of a form is kept whole; a form that changed has to say so."""

from pathlib import Path

import pytest

from samaan.countrypack import active, formversions
from samaan.countrypack.faults import PackFaults
from samaan.countrypack.loading import load
from samaan.countrypack.models import FormVersion
from tests.xforms.workbooks import workbook

SURVEY = (
    "| type | name | label::English (en) | label::Español (es) |\n| text | name | {label} | Nombre |\n"
    "| select_one_from_file towns.csv | town | Town | Pueblo |"
)
SETTINGS = "| form_title | form_id | version | default_language |\n| First | first | {version} | English (en) |"

pytestmark = pytest.mark.django_db


def put(folder: Path, label: str, version: str) -> None:
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms" / "towns.csv").write_text("name,label\narima,Arima\n")
    book = workbook(SURVEY.format(label=label), settings=SETTINGS.format(version=version))
    (folder / "forms" / "first.xlsx").write_bytes(book)


def test_a_new_version_is_at_work_and_the_old_one_is_kept(folder: Path):
    put(folder, "Name", "1")
    load(folder, by=None)
    before = formversions.at_work("first")
    put(folder, "Full name", "2")
    load(folder, by=None)

    now = formversions.at_work("first")

    assert (before.version, now.version) == ("1", "2")
    assert [row.version for row in FormVersion.objects.filter(form_id="first")] == ["1", "2"]
    assert formversions.definition(before).questions["/data/name"].label.words("") == ("Name",)
    assert active.pack().forms["first"].title == "First"


def test_only_the_lists_it_chooses_from_are_kept_with_it(folder: Path):
    put(folder, "Name", "1")
    (folder / "forms" / "ports.csv").write_text("name,label\nx,X\n")
    other = SURVEY.format(label="Name").replace("towns.csv", "ports.csv")
    settings = SETTINGS.format(version="1").replace("first", "second")
    (folder / "forms" / "second.xlsx").write_bytes(workbook(other, settings=settings))
    load(folder, by=None)

    assert list(FormVersion.objects.get(form_id="first").lists) == ["towns.csv"]


def test_a_changed_form_without_a_new_version_is_refused_and_says_what_to_do(folder: Path):
    put(folder, "Name", "1")
    load(folder, by=None)
    put(folder, "Full name", "1")

    with pytest.raises(PackFaults) as refused:
        load(folder, by=None)

    assert str(refused.value) == (
        "forms/first.xlsx, sheet settings, row 2, version: The form has changed, but version “1” is the one before."
        " Give it a new version: what was filled in stays with the version it was filled in with."
    )


def test_a_workbook_changed_in_the_database_is_not_used(folder: Path):
    put(folder, "Other name", "7")
    load(folder, by=None)
    version = formversions.at_work("first")
    FormVersion.objects.filter(pk=version.pk).update(lists={"towns.csv": "name,label\nelsewhere,Elsewhere\n"})

    with pytest.raises(formversions.Altered):
        formversions.definition(version)
