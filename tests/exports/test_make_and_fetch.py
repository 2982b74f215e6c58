"""The file is made by the worker from what is open at that moment, and fetched only while it still is."""

import csv
import io
import zipfile
from datetime import timedelta

import py7zr
import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from samaan import countrypack
from samaan.access import context, principals, records
from samaan.alerts.models import Alert
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.cases import workflow as of_cases
from samaan.cases.models import Case, Part
from samaan.common import envelope
from samaan.exports import jobs, workflow
from samaan.exports.models import Content, Export
from samaan.transitions import NotPermitted
from samaan.vault.models import DataKey
from samaan.walls import openings
from tests.factories.accounts import make_user
from tests.factories.cases import ADDRESS, NAME, PHONE, acting, close
from tests.factories.sealed import CONTACT, make_sealed
from tests.support import samples


def opened(fetched, identity) -> dict[str, bytes]:
    return envelope.unpacked(pyrage.decrypt(fetched.content, [identity]))


def words_of(pdf: bytes) -> str:
    return "\n".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def write(case, by, text, compartment="summary"):
    with acting(by):
        of_cases.add_note(Case.objects.get(pk=case.pk), by=by, compartment=compartment, text=text)


@pytest.fixture
def again(job_role):
    """The export as the worker sees it."""

    def of(export):
        with job_role(), context.acting(context.of_job("test")):
            return Export.objects.get(pk=export.pk)

    return of


def test_it_holds_what_the_reader_may_see_and_the_mark_on_every_page(ask, make, fetch, case, manager, identity):
    for number in range(40):
        write(case, manager, f"She speaks of the boat, part {number}. " * 5)
    export = ask()
    make(export)
    fetched = fetch(export)
    assert fetched.name == f"samaan-{export.reference}.zip.age"
    (pdf,) = opened(fetched, identity).values()
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) > 1
    for page in reader.pages:
        words = " ".join(page.extract_text().split())
        assert export.reference in words and manager.full_name in words and "The High Court" in words
    assert NAME in words_of(pdf) and "part 39" in words_of(pdf)
    assert export.reference in reader.metadata.title and reader.metadata.author == manager.full_name


def test_what_another_compartment_holds_is_not_in_it(ask, make, fetch, case, manager, identity):
    write(case, manager, "A diagnosis that is hers alone.", "health")
    write(case, manager, "A lawyer was found.", "legal")
    lawyer = make_user("case_manager")
    with acting(manager):
        of_cases.join_team(Case.objects.get(pk=case.pk), by=manager, user=lawyer, part=Part.LEGAL)
    export = ask(by=lawyer)
    make(export)
    (pdf,) = opened(fetch(export, by=lawyer), identity).values()
    words = words_of(pdf)
    assert "A lawyer was found." in words
    assert "diagnosis" not in words


def test_sealed_fields_are_masks(ask, make, fetch, case, manager, identity):
    with acting(manager):
        make_sealed(case)
        make_sealed(case, "shelter_address")
    export = ask()
    make(export)
    (pdf,) = opened(fetch(export), identity).values()
    words = words_of(pdf)
    assert "Sealed" in words
    for value in CONTACT.values():
        assert " ".join(value.split()) not in words


def test_documents_go_along_under_numbers_and_each_pdf_is_marked(ask, make, fetch, case, manager, identity):
    with acting(manager):
        upload = SimpleUploadedFile("Dayanara passport.pdf", samples.pdf())
        document = of_cases.add_document(
            Case.objects.get(pk=case.pk), upload, by=manager, kind="other", compartment="summary"
        )
    export = ask(documents=[document.pk])
    make(export)
    files = opened(fetch(export), identity)
    assert sorted(files) == ["case.pdf", "document-01.pdf"]
    reader = PdfReader(io.BytesIO(files["document-01.pdf"]))
    assert all(export.reference in page.extract_text() for page in reader.pages)
    assert export.reference in reader.metadata.title


def test_a_list_is_a_table_with_the_mark_and_no_formula(ask, make, fetch, case, identity, manager):
    manager.full_name = "=HYPERLINK(1)"
    manager.save(update_fields=["full_name"])
    export = ask(kind="case_list", format="csv")
    make(export)
    (content,) = opened(fetch(export), identity).values()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert export.reference in rows[0][0] and "The High Court" in rows[0][0]
    assert case.reference in rows[2] and case.pseudonym in rows[2]
    assert "'=HYPERLINK(1)" in rows[2]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert NAME not in content.decode("utf-8-sig") and PHONE not in content.decode("utf-8-sig")


def test_a_workbook_says_whose_it_is(ask, make, fetch, identity, manager):
    export = ask(kind="case_list", format="xlsx")
    make(export)
    (content,) = opened(fetch(export), identity).values()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert export.reference in parts["docProps/core.xml"] and manager.full_name in parts["docProps/core.xml"]
    assert export.reference in parts["xl/worksheets/sheet1.xml"], "in the foot"
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]


def test_under_a_password_it_is_shown_once_and_kept_nowhere(ask, make, fetch, manager, identity, job_role, tmp_path):
    export = ask(envelope="password", public_key="")
    make(export)
    with acting(manager), pytest.raises(workflow.NotThere):
        workflow.fetch(Export.objects.get(pk=export.pk), by=manager)
    with acting(manager):
        password = workflow.unlock(Export.objects.get(pk=export.pk), by=manager)
    with acting(manager), pytest.raises(workflow.NotThere):
        workflow.unlock(Export.objects.get(pk=export.pk), by=manager)
    fetched = fetch(export)
    assert fetched.name == f"samaan-{export.reference}.7z"
    with py7zr.SevenZipFile(io.BytesIO(fetched.content), password=password) as archive:
        assert archive.getnames() == ["case.pdf"]
    with job_role(), context.acting(context.of_job("test")):
        assert password not in str([event.data for event in Event.objects.all()])


def test_at_rest_nothing_of_it_is_in_clear(ask, make, manager, job_role):
    export = ask(envelope="password", public_key="")
    make(export)
    with job_role(), context.acting(context.of_job("test")), connection.cursor() as cursor:
        cursor.execute("SELECT content FROM exports_content")
        (kept,) = cursor.fetchone()
    assert b"PK\x03\x04" not in bytes(kept) and b"case.pdf" not in bytes(kept)


def test_each_case_says_who_took_it_out_once(ask, make, fetch, case, manager, director):
    export = ask()
    make(export)
    fetch(export)
    fetch(export)
    with acting(manager):
        exported = [event for event in stream.timeline(case.pk) if event.kind == "case.exported"]
        assert [event.data["number"] for event in exported] == [export.reference]
        assert Event.objects.filter(record_id=export.pk, kind="export.fetched").count() == 2
    with acting(director):
        lines = openings.openings_of(case.pk, ["summary"]).lines
        assert "Exported it" in [what for line in lines for what in line.what]
        assert Alert.objects.filter(user=director, rule="export_fetched").count() == 2


def test_a_case_closed_to_whoever_asked_before_it_was_made_is_not_in_it(
    ask, make, fetch, many, case, manager, identity
):
    other = many(1)
    export = ask(kind="case_list", format="csv", cases=[case.pk, *other])
    with acting(manager):
        records.exclude(Case.objects.get(pk=case.pk), manager, by=manager)
    make(export)
    (content,) = opened(fetch(export), identity).values()
    assert case.reference not in content.decode("utf-8-sig")


def test_nothing_is_made_when_nothing_is_open_any_more(ask, make, case, manager, again):
    export = ask()
    with acting(manager):
        records.exclude(Case.objects.get(pk=case.pk), manager, by=manager)
    make(export)
    assert again(export).status == "failed"


def test_rights_lost_after_it_was_made_close_it(ask, make, fetch, case, manager):
    export = ask()
    make(export)
    with acting(manager):
        records.exclude(Case.objects.get(pk=case.pk), manager, by=manager)
    with pytest.raises(workflow.NotThere):
        fetch(export)


def test_a_compartment_lost_after_it_was_made_closes_it(ask, make, fetch, case, manager):
    colleague = make_user("case_manager")
    with acting(manager):
        found = Case.objects.get(pk=case.pk)
        of_cases.join_team(found, by=manager, user=colleague, part=Part.HEALTH)
    export = ask(by=colleague)
    make(export)
    with acting(manager):
        records.close_to(found, principals.user(colleague.pk))
        records.open_to(found, principals.user(colleague.pk), ["summary"], by=manager, basis="team", purpose="test")
    with pytest.raises(workflow.NotThere):
        fetch(export, by=colleague)


def test_one_who_left_or_lost_the_role_fetches_nothing(ask, make, fetch, manager):
    export = ask()
    make(export)
    manager.role = make_user("intake_officer").role
    manager.save(update_fields=["role"])
    with pytest.raises(NotPermitted):
        fetch(export)


def test_the_second_person_does_not_get_the_file(ask, make, director, manager, monkeypatch):
    monkeypatch.setitem(countrypack.pack().limits.__dict__, "cases_alone", 0)
    export = ask()
    with acting(director):
        workflow.approve(Export.objects.get(pk=export.pk), by=director)
    make(export)
    with acting(director):
        assert not Content.objects.exists()
        with pytest.raises(NotPermitted):
            workflow.fetch(Export.objects.get(pk=export.pk), by=director)


def test_after_a_day_it_is_destroyed_with_its_key(ask, make, fetch, manager, job_role, again, monkeypatch):
    export = ask()
    make(export)
    with job_role(), context.acting(context.of_job("test")):
        content = Content.objects.get()
        Export.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(workflow.NotThere):
        fetch(export)
    with job_role():
        jobs.end_exports()
        jobs.end_exports()
    assert again(export).status == "ended"
    with job_role(), context.acting(context.of_job("test")):
        assert not Content.objects.exists()
        assert not DataKey.objects.filter(record_id=content.pk).exists()
        assert Export.objects.get(pk=export.pk).reason.startswith("The court"), "that there was one, and why, stays"


def test_made_twice_it_is_one_file(ask, make, job_role):
    export = ask()
    make(export)
    make(export)
    with job_role(), context.acting(context.of_job("test")):
        assert Content.objects.count() == 1
        assert Event.objects.filter(kind="export.made", record_id=export.pk).count() == 1


def test_a_closed_case_can_be_taken_out(ask, make, fetch, case, identity):
    close(case)
    export = ask()
    make(export)
    assert ADDRESS in words_of(opened(fetch(export), identity)["case.pdf"])
