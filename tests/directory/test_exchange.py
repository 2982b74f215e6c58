"""The directory as a file: out and back without a difference; what is wrong is said by its place; all or nothing."""

import csv
import io
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from samaan.access import context
from samaan.audit.models import Event
from samaan.directory import workflow
from samaan.directory.exchange.planning import plan
from samaan.directory.exchange.writing import as_csv, as_xlsx
from samaan.directory.models import (
    CostOption,
    Fact,
    HoursException,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)  # fmt: skip
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
HEAD = "code,organisation,need,name_en,phone"


@pytest.fixture
def steward():
    return make_user("referral_steward", "ctu")


@pytest.fixture
def full() -> Service:
    """A service with something in every column, and words that a spreadsheet would compute."""
    service = Service.objects.get(code="fia_counselling")
    service.names = {"en": "Counselling", "es": "Consejería; señas, “y” más", "fr": "Conseil"}
    service.notes = {"en": '=HYPERLINK("https://example.org")', "es": "'entre comillas'"}
    service.documents, service.households = ["passport"], ["with_children"]
    service.save()
    place = Location.objects.create(
        code="fia", organisation=service.organisation, address="3 Invented Street", region="TT-POS",
        latitude="10.650000", longitude="-61.500000", accessibility=["step_free"],
    )  # fmt: skip
    ServiceAtLocation.objects.create(service=service, location=place)
    for weekday in (1, 2):
        Schedule.objects.create(service=service, weekday=weekday, opens=time(8), closes=time(16))
    HoursException.objects.create(service=service, first_day=date(2026, 12, 24), last_day=date(2026, 12, 26))
    CostOption.objects.create(service=service, names={"en": "A visit"}, amount="0")
    return service


def looked(text: str, encoding: str = "utf-8"):
    return plan("services.csv", text.encode(encoding))


def places_of(made) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in made.faults]


def taken(text: str, by) -> None:
    """As the page does it: as whoever takes the step."""
    with context.acting(context.of_user(by)):
        workflow.take_in(workflow.upload_entries("services.csv", text.encode(), by=by), by=by)


def test_out_and_back_is_no_difference(full):
    for name, data in (("directory.csv", as_csv()), ("directory.xlsx", as_xlsx())):
        made = plan(name, data)
        assert [[str(fault) for fault in made.faults], [(row.line.cells["code"], row.fields) for row in made.rows]] == [
            [], [],
        ]  # fmt: skip
        assert made.same == Service.objects.filter(is_sealed_location=False).count()


def test_no_file_holds_what_is_sealed_or_what_a_spreadsheet_computes(full):
    secret = Service.objects.filter(is_sealed_location=True).first()
    Phone.objects.create(service=secret, number="+18686259999")

    cells = [cell for row in load_workbook(io.BytesIO(as_xlsx())).active.iter_rows() for cell in row if cell.value]

    said = {str(cell.value) for cell in cells}
    assert said & {secret.code, secret.name, secret.phone, f"'{secret.phone}", "'+18686259999"} == set()
    assert secret.code not in as_csv().decode()
    assert {cell.data_type for cell in cells} == {"s"}
    assert [each for each in said if each[0] in "=+-@"] == []


@pytest.mark.parametrize(
    ("encoding", "between"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t")]
)
def test_strange_encodings_and_telephone_numbers(encoding, between, steward):
    text = io.StringIO()
    rows = [HEAD.split(","), ["new_one", "fia", "legal_aid", "Niñez, señas", "(868) 625-0000"]]
    csv.writer(text, delimiter=between).writerows(rows)

    with context.acting(context.of_user(steward)):
        upload = workflow.upload_entries("any name.csv", text.getvalue().encode(encoding), by=steward)
        workflow.take_in(upload, by=steward)

    service = Service.objects.get(code="new_one")
    assert [service.names["en"], service.phone, service.need] == ["Niñez, señas", "+18686250000", "legal_aid"]
    assert [service.is_active, service.kept_since is None] == [True, False]


def test_faults_are_named_by_row_and_column():
    text = (
        f"{HEAD},min_age,max_age\n"
        "one,fia,legal_ade,One,8004288,,\n"
        "two,nobody,legal_aid,Two,8004288,,\n"
        "three,fia,legal_aid,Three,call us,old,\n"
        "four,fia,legal_aid,Four,8004288,20,10\n"
        "one,fia,legal_aid,Again,8004288,,\n"
        "A code!,fia,legal_aid,Six,8004288,,\n"
    )
    made = looked(text)

    assert places_of(made) == [
        (2, "need"), (3, "organisation"), (4, "phone"), (4, "min_age"), (5, "max_age"), (6, "code"), (7, "code"),
    ]  # fmt: skip
    assert made.faults[0].where == "services.csv, line 2, need"
    assert "legal_aid" in made.faults[0].remedy
    assert [places_of(looked(f"{HEAD},colour\nx,fia,legal_aid,X,1,1\n")), len(looked("name\nx\n").faults)] == [
        [(0, "colour")], 1,
    ]  # fmt: skip


def test_what_breaks_only_with_what_is_there_already_is_a_fault(full):
    """The database would refuse it in the middle of everything else."""
    Service.objects.filter(pk=full.pk).update(max_age=30)
    Location.objects.filter(code="fia").update(latitude=None, longitude=None)

    assert places_of(looked(f"code,min_age\n{full.code},40\n")) == [(2, "max_age")]
    assert places_of(looked(f"code,latitude\n{full.code},10.5\n")) == [(2, "longitude")]
    assert places_of(looked(f"code,sealed\n{full.code},yes\n")) == [(2, "sealed")]
    assert places_of(looked(f"code,need\n{full.code},\n")) == [(2, "need")]
    assert places_of(looked(f"code,organisation\n{full.code},iom\n")) == [(2, "organisation")]


def test_what_a_file_leaves_out_stays(full, steward):
    taken(f"code,name_en,tuesday\n{full.code},Talking,09:00-10:00\n", steward)

    full.refresh_from_db()
    assert full.names == {"en": "Talking", "es": "Consejería; señas, “y” más", "fr": "Conseil"}
    assert [(row.weekday, row.opens) for row in full.schedules.all()] == [(1, time(8)), (2, time(9))]
    assert [full.costs.get().amount, full.places.get().location.address] == [0, "3 Invented Street"]


def test_a_workbook_with_formulas_and_merged_cells_is_refused_with_their_places(full):
    book = Workbook()
    sheet = book.active
    sheet.append(["Code", "Answer hours", "Verified on"])
    sheet.append([full.code, "=1+1", date(2026, 5, 1)])
    formula = io.BytesIO()
    book.save(formula)
    sheet["B2"] = 2.0
    good = io.BytesIO()
    book.save(good)
    sheet.append([None, 3, None])
    sheet.merge_cells("A2:A3")
    merged = io.BytesIO()
    book.save(merged)

    assert [fault.where for fault in plan("a.xlsx", formula.getvalue()).faults] == ["a.xlsx, sheet Sheet, row 2, B2"]
    assert [fault.where for fault in plan("b.xlsx", merged.getvalue()).faults] == ["b.xlsx, sheet Sheet, row 2, A2:A3"]
    made = plan("c.xlsx", good.getvalue())
    assert [[str(fault) for fault in made.faults], made.rows[0].verified_on] == [[], date(2026, 5, 1)]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no zip", b"\x00\x01\x02", b"", b"a" * (21 * 2**20), b'code\n"open'])
def test_what_is_no_directory_is_refused_and_never_an_error(data):
    assert plan("services.csv", data).faults


def test_a_workbook_that_is_broken_inside_is_refused():
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "_rels/.rels"):
            archive.writestr(name, "<not <xml")
    assert plan("a.xlsx", target.getvalue()).faults


def test_a_secret_place_never_comes_in_by_a_file():
    secret = Service.objects.filter(is_sealed_location=True).first()

    assert places_of(looked(f"code,sealed\n{secret.code},no\n")) == [(2, "sealed")]
    assert places_of(looked(f"code,address\n{secret.code},1 Hidden Lane\n")) == [(2, "address")]


def test_five_thousand_rows_at_once(steward):
    rows = "".join(f"mass-{n},fia,legal_aid,Service {n},8004288\n" for n in range(5000))

    taken(f"{HEAD}\n{rows}", steward)

    taken_in = Service.objects.filter(code__startswith="mass-", phone="8004288", names__en__startswith="Service")
    assert taken_in.count() == 5000


def test_what_changes_is_no_longer_verified(full, steward):
    for group in ("contact", "hours"):
        Fact.objects.create(
            organisation=full.organisation, service=full, group=group,
            verified_on=date(2026, 5, 1), due_on=date(2027, 5, 1),
        )  # fmt: skip

    taken(f"code,phone,verified_on\n{full.code},+18686251111,2026-05-01\n", steward)

    days = dict(Fact.objects.filter(service=full).values_list("group", "verified_on"))
    assert [days["contact"], days["hours"]] == [None, date(2026, 5, 1)]


def test_the_steward_looks_then_takes_it_in_and_it_is_on_the_record(browse, full, job_role):
    client = browse("referral_steward", "ctu")
    file = SimpleUploadedFile("services.csv", f"code,answer_hours\n{full.code},77\n".encode())

    shown = client.post("/entries/import/", {"file": file})
    page = client.get(shown.url)
    full.refresh_from_db()
    assert [shown.status_code, page.status_code, full.answer_hours == 77] == [302, 200, False]
    stranger = browse("referral_steward", "ctu")
    assert [stranger.get(shown.url).status_code, stranger.post(shown.url).status_code] == [404, 404]
    assert "Answers referrals within so many hours" in page.content.decode()
    Service.objects.filter(pk=full.pk).update(answer_hours=77)
    late = client.post(shown.url, {"mark": page.context["plan"].mark})
    assert [late.status_code, late.url] == [302, shown.url]
    Service.objects.filter(pk=full.pk).update(answer_hours=1)
    done = client.post(shown.url, {"mark": page.context["plan"].mark})

    full.refresh_from_db()
    assert [done.status_code, full.answer_hours, client.post(shown.url).status_code] == [302, 77, 404]
    with job_role(), context.acting(context.of_job("test")):
        assert [event.data["changed"] for event in Event.objects.filter(kind="directory.imported")] == [1]
