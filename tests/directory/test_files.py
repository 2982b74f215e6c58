"""The directory out as CSV and XLSX, and back in: the same, faults by row, whole or not at all."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from samaan.access import context
from samaan.directory import workflow
from samaan.directory.exchange import writing
from samaan.directory.exchange.planning import plan
from samaan.directory.models import Service
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


class Acts:
    """Each act as the person who takes it, as a page would."""

    def __getattr__(self, name):
        def act(*given, by, **more):
            with context.acting(context.of_user(by)):
                return getattr(workflow, name)(*given, by=by, **more)

        return act


acts = Acts()
HEAD = "code;organisation;need;name_en;phone;regions;min_age;monday;days_that_differ;active"


@pytest.fixture
def steward(db):
    return make_user("referral_steward", "ctu")


def sheet(rows: list[list], merge: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("write", [writing.as_csv, writing.as_xlsx])
def test_what_went_out_comes_back_as_no_change_and_no_sealed_place_goes_out(write, steward):
    acts.propose_change(
        Service.objects.get(code="fia_counselling"),
        "hours",
        {"week": {"1": ["08:00-16:00"]}, "days": [["2026-12-24", "2026-12-24", ""]]},
        by=steward,
    )
    data = write()

    made = plan("directory", data)

    assert ([str(fault) for fault in made.faults], [row.fields for row in made.rows]) == ([], [])
    assert made.same == Service.objects.filter(is_sealed_location=False).count()
    assert b"saman_shelter" not in data


def test_a_file_of_an_office_is_taken_in_whole(steward):
    data = "\n".join(
        [
            HEAD,
            "fia_counselling;fia;counselling;Asesoría y niñez;(868) 555-0142;TT-POS;12;8:00 - 16:00;2026-12-24 -;yes",
            "new_clinic;Families in Action;medical;New clinic;8004288;Tobago;;;;",
        ]
    ).encode("cp1252")
    acts.take_in(acts.upload_entries("oficina.csv", data, by=steward), by=steward)

    changed = Service.objects.get(code="fia_counselling")
    assert (changed.names["en"], changed.phone, changed.min_age) == ("Asesoría y niñez", "+18685550142", 12)
    assert [str(row) for row in changed.schedules.all()] == ["1 08:00–16:00"]
    assert Service.objects.get(code="new_clinic").regions == ["TT-TOB"]


def test_each_fault_says_row_column_and_what_to_do_and_nothing_is_changed(steward):
    data = sheet(
        [
            ["Services of the country"],
            HEAD.split(";"),
            ["fia_counselling", "fia", "counseling", "A", "call me", "TT-POS", "twelve", "nine", "24/12/2026", "maybe"],
            ["fia_counselling", "fia", "counselling", "A", "", "", "", "", "", ""],
            ["saman_shelter", "saman_house", "emergency_shelter", "A", "", "", "", "", "", ""],
            ["x", "nobody", "", "", "", "", "", "", "", ""],
        ]
    )
    made = plan("directory.xlsx", data)

    where = {(fault.line, fault.column) for fault in made.faults}
    assert where == {
        (3, "need"), (3, "phone"), (3, "min_age"), (3, "monday"), (3, "days_that_differ"), (3, "active"), (4, "code"),
        (6, "organisation"), (6, "need"), (6, "name_en"),
    }  # fmt: skip
    assert "directory.xlsx, sheet Sheet, row 3, need: “counseling” is not in the list needs." in "\n".join(
        map(str, made.faults)
    )
    with pytest.raises(ValidationError):
        acts.take_in(acts.upload_entries("directory.xlsx", data, by=steward), by=steward)
    assert not Service.objects.filter(code="x").exists()


def test_an_address_of_a_sealed_service_is_refused():
    made = plan("a.csv", b"code,address\nsaman_shelter,2 Invented Street\n")

    assert [fault.column for fault in made.faults] == ["address"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (sheet([["code", "phone"], ["a", "1"]], merge="A2:B2"), "merged"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"name;phone\nA;1\n", "names of the columns is missing"),
        (b"code,code\n1,2\n", "there twice"),
        ("code,adress\nx,y\n".encode("utf-16"), "Did you mean “address”?"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_why(data, said):
    assert said in "\n".join(str(fault) for fault in plan("a.csv", data).faults)


def test_a_formula_somebody_typed_is_not_computed(steward):
    service = Service.objects.get(code="fia_counselling")
    acts.propose_change(service, "about", {"names": {"en": '=HYPERLINK("http://x")'}}, by=steward)

    cells = [cell for row in csv.reader(io.StringIO(writing.as_csv().decode("utf-8-sig"))) for cell in row]
    sheet_cells = [cell for row in load_workbook(io.BytesIO(writing.as_xlsx())).active.values for cell in row]

    for found in (cells, sheet_cells):
        assert '\'=HYPERLINK("http://x")' in found
        assert not [cell for cell in found if cell and str(cell)[0] in "=@"]


def test_the_steward_brings_a_file_through_the_pages(browse):
    client = browse("referral_steward", "ctu")
    file = io.BytesIO(b"code,phone\nfia_counselling,8004288\n")
    file.name = "a.csv"

    shown = client.post("/entries/import/", {"file": file}, follow=True)

    assert "fia_counselling" in shown.content.decode()
    assert Service.objects.get(code="fia_counselling").phone != "8004288"
    client.post(shown.request["PATH_INFO"])
    assert Service.objects.get(code="fia_counselling").phone == "8004288"
    assert client.get("/entries/export/csv/")["Content-Type"].startswith("text/csv")
    assert browse("service_provider", "fia").get("/entries/export/csv/").status_code == 403
    assert browse("service_provider", "fia").get("/entries/import/").status_code == 403
