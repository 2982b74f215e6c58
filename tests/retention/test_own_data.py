"""A survivor's own copy holds all that is theirs and nobody else's, and goes only when each text was looked through."""

import io
import json
from datetime import timedelta

import py7zr
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.access import context, principals, records
from samaan.alerts.models import Clock
from samaan.audit.models import Event
from samaan.cases import workflow as of_case
from samaan.cases.models import Case
from samaan.people.workflow import add_person
from samaan.questionnaires import workflow
from samaan.retention import owndata
from samaan.retention.models import OwnDataRequest, OwnText
from samaan.retention.workflow import answering
from samaan.transitions import NotPermitted
from tests.factories import cases as of_cases
from tests.factories import referrals as of_referrals
from tests.factories.accounts import make_user
from tests.factories.consent import GUARDIAN, record
from tests.factories.retention import acting, worker
from tests.factories.sealed import CONTACT, SHELTER, make_sealed
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "She fled with Carlos Ocanto; call him at 868 111 2233. OCANTO is her cousin. Aunt Nena helps."


def name_in_her_report(case, **known):
    """Another person, named in the same report as the survivor; the case manager never sees them."""
    from samaan.intake.models import Report, ReportPerson

    officer = case.opened_by
    own = records.grant_to(
        principals.user(officer.pk), ["persons", "summary"], basis="assignment", purpose="test", by=officer
    )
    with context.acting(context.of_user(officer)):
        report_id = records.begin_record("report", owned_by=officer.organisation, grants=[own])
        report = Report(
            id=report_id,
            reference="R-9",
            organisation=officer.organisation,
            channel="hotline",
            narrative="Secret story",
        )
        report.save(force_insert=True)
        other = add_person(of=report, compartment="persons", organisation=officer.organisation, **known)
        ReportPerson(report=report, person=other, role="suspect").save(force_insert=True)
        ReportPerson(report=report, person=case.person, role="victim").save(force_insert=True)
    return other


@pytest.fixture
def case():
    case = of_cases.make_case(document_numbers=["V-99.888.777"])
    name_in_her_report(case, given_names="Carlos", family_names="Ocanto", phones=["+18681112233"])
    manager = case.case_manager
    with acting(manager):
        found = Case.objects.get(pk=case.pk)
        of_case.add_note(found, by=manager, compartment="health", text=NOTE)
        of_case.set_risk(found, by=manager, level="high", reasons="Ocanto knows her street")
    make_sealed(case)
    make_sealed(case, "shelter_address")
    of_referrals.make_referral("delivered", case=case)
    return case


@pytest.fixture
def manager(case):
    return case.case_manager


def ask(case, by=None, **given):
    by = by or case.case_manager
    asked = {"asker": "person", "asked_on": timezone.localdate(), "identity_check": "I know her", "language": "es"}
    with acting(by):
        return answering.record_request(Case.objects.get(pk=case.pk), by=by, **asked | given)


def texts(wish, by):
    with acting(by):
        return owndata.to_read(OwnDataRequest.objects.get(pk=wish.pk))[1]


def confirm(wish, by, one, **given):
    with acting(by):
        found = OwnDataRequest.objects.get(pk=wish.pk)
        return answering.confirm_text(found, one.text.source, by=by, original=one.text.text, **given)


def confirm_all(wish, by, more=()):
    for one in texts(wish, by):
        here = "\n".join(words for words in more if words in one.text.text)
        confirm(wish, by, one, more=here)


def release(wish, by):
    with acting(by):
        answering.release(OwnDataRequest.objects.get(pk=wish.pk), by=by)


def copy(wish, by):
    with acting(by):
        return answering.take_copy(OwnDataRequest.objects.get(pk=wish.pk), by=by)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_clock_begins_on_the_day_they_asked(case):
    wish = ask(case, asked_on=timezone.localdate() - timedelta(days=10))
    with worker():
        clock = Clock.objects.get(record_id=case.pk, name="own_data.answer", met_at=None)
        assert abs(clock.due_at - timezone.now() - timedelta(days=20)) < timedelta(minutes=1)
        assert Event.objects.get(kind="own_data.asked").data["request"] == str(wish.pk)


def test_only_whoever_manages_the_case_answers(case):
    for somebody in (case.opened_by, make_user("director"), make_user("case_manager", "iom")):
        with pytest.raises((NotPermitted, Case.DoesNotExist)):
            ask(case, by=somebody)


@pytest.mark.parametrize("given", [{"identity_check": " "}, {"asker": "police"}, {"language": "xx"}])
def test_what_is_not_sound_is_refused(case, given):
    with pytest.raises(ValidationError):
        ask(case, **given)


def test_one_at_a_time(case):
    ask(case)
    with pytest.raises(ValidationError):
        ask(case)


def test_nothing_is_released_before_every_text_was_confirmed(case, manager):
    wish = ask(case)
    with pytest.raises(ValidationError, match="not been looked through"):
        release(wish, manager)
    for one in texts(wish, manager)[1:]:
        confirm(wish, manager, one)
    with pytest.raises(ValidationError, match="1 text has not"):
        release(wish, manager)
    with pytest.raises(ValidationError, match="not released"):
        copy(wish, manager)
    confirm(wish, manager, texts(wish, manager)[0])
    release(wish, manager)
    assert copy(wish, manager).texts
    with worker():
        assert not Clock.objects.filter(record_id=case.pk, name="own_data.answer", met_at=None).exists()


def test_a_text_written_meanwhile_is_looked_through_too(case, manager):
    wish = ask(case)
    confirm_all(wish, manager)
    with acting(manager):
        of_case.add_note(Case.objects.get(pk=case.pk), by=manager, compartment="care", text="Ramiro called")
    with pytest.raises(ValidationError, match="1 text has not"):
        release(wish, manager)


def test_after_the_release_nothing_comes_into_it_that_nobody_read(case, manager):
    wish = ask(case)
    confirm_all(wish, manager)
    release(wish, manager)
    with acting(manager):
        of_case.add_note(Case.objects.get(pk=case.pk), by=manager, compartment="care", text="Ramiro called later")
    assert "Ramiro" not in copy(wish, manager).as_json().decode()


def test_the_copy_holds_what_is_hers_and_nobody_elses(case, manager):
    record(case, words="Not my aunt’s telephone")
    wish = ask(case)
    confirm_all(wish, manager, more=["Aunt Nena"])
    release(wish, manager)
    taken = copy(wish, manager)
    told = taken.as_json().decode()
    for hers in (
        of_cases.NAME,
        "Villasmil Prieto",
        of_cases.ADDRESS,
        "V-99.888.777",
        of_cases.PHONE,
        "She fled with",
        case.reference,
    ):
        assert hers in told, hers
    others = [
        "Carlos",
        "Ocanto",
        "OCANTO",
        "111 2233",
        "Nena",
        "Secret story",
        manager.full_name,
        case.opened_by.full_name,
    ]
    others += [*SHELTER.values(), CONTACT["code_word"], GUARDIAN["guardian"]]
    assert [word for word in others if word in told] == []
    assert "[otra persona]" in told and "[another person]" not in told
    paper = words_of(taken.as_pdf(mark="Ana · today"))
    assert of_cases.NAME in paper and [word for word in others if word in paper] == []
    assert json.loads(told)["language"] == "es"


def test_the_forms_filled_in_about_her_are_in_it_without_what_was_asked_about_others(case, manager):
    with acting(manager):
        found = Case.objects.get(pk=case.pk)
        form = workflow.begin_submission(countrypack.pack().instruments["initial_risk"], found, by=manager)
        path = {name: question.path for name, question in form.form.named.items()}
        given = {
            "threatened": "yes",
            "fears": "That Carlos Ocanto finds her",
            "organised": "yes",
            "measures": "She sleeps at the convent",
        }
        workflow.save_answers(form, {path[name]: text for name, text in given.items()}, base=1, by=manager)
    wish = ask(case)
    assert any(
        one.text.text == given["fears"] and one.text.title.startswith("Qué teme") for one in texts(wish, manager)
    )
    confirm_all(wish, manager)
    release(wish, manager)
    taken = copy(wish, manager)

    for words in (words_of(taken.as_pdf(mark="Ana · today")), taken.as_json().decode()):
        assert "Evaluación inicial de riesgo" in words and "amenazas en el último mes" in words
        assert "finds her" in words and "Ocanto" not in words and "She sleeps at the convent" in words
        assert "banda" not in words, "whether those responsible belong to a gang"


def test_what_is_taken_out_by_hand_must_stand_there(case, manager):
    wish = ask(case)
    with pytest.raises(ValidationError, match="does not stand"):
        confirm(wish, manager, texts(wish, manager)[0], more="Nobody of this name")


def test_a_text_can_be_left_out_as_a_whole(case, manager):
    wish = ask(case)
    for one in texts(wish, manager):
        confirm(wish, manager, one, left_out="She fled" in one.text.text)
    release(wish, manager)
    assert "She fled" not in copy(wish, manager).as_json().decode()


def test_whoever_may_not_read_health_reads_it_nowhere_here(case, manager):
    """The investigator knows who she is; what was noted of her health stays shut."""
    wish = ask(case)
    confirm_all(wish, manager)
    with acting(case.opened_by):
        seen = [row.original for row in OwnText.objects.filter(request_id=wish.pk)]
    assert seen and not any("She fled" in original for original in seen)


def test_the_pages(case, manager, browse, tmp_path):
    client = prove(browse(manager))
    given = {
        "asker": "person",
        "asked_on": timezone.localdate().isoformat(),
        "identity_check": "Her card",
        "language": "en",
    }
    assert client.post(reverse("retention:own_data_ask", args=[case.pk]), given).status_code == 302
    with worker():
        wish = OwnDataRequest.objects.get()
    page = client.get(wish.get_absolute_url()).content.decode()
    assert "<mark>" in page and "Her card" in page
    assert client.post(wish.get_absolute_url()).status_code == 422
    for one in texts(wish, manager):
        address = reverse("retention:own_data_text", args=[wish.pk, one.text.source])
        stale = client.post(address, {"read": "0" * 64})
        assert stale.status_code == 422
        assert client.post(address, {"read": owndata.fingerprint(one.text.text.encode())}).status_code == 302
    address, password = reverse("retention:own_data_copy", args=[wish.pk]), {"password": "poui-7k2m-9xq4"}
    assert client.post(address, password).status_code == 404
    assert client.post(wish.get_absolute_url()).status_code == 302
    assert client.post(address, {"password": "short"}).status_code == 422
    taken = client.post(address, password)
    assert case.reference in taken.headers["Content-Disposition"] and "no-store" in taken.headers["Cache-Control"]
    assert b"own-data" not in taken.content
    with py7zr.SevenZipFile(io.BytesIO(taken.content), password=password["password"]) as archive:
        archive.extractall(tmp_path)
    assert manager.full_name in words_of((tmp_path / "own-data.pdf").read_bytes())
    assert json.loads((tmp_path / "own-data.json").read_bytes())["reference"] == case.reference
    with worker():
        assert Event.objects.filter(kind="own_data.downloaded").count() == 1
    unproved = browse(manager)
    assert unproved.post(address, password).headers["Location"].startswith("/accounts/")
    for somebody in (case.opened_by, make_user("director")):
        assert prove(browse(somebody)).get(wish.get_absolute_url()).status_code in (403, 404)


def test_a_request_is_refused_with_what_was_said(case, manager, browse):
    wish = ask(case)
    client = prove(browse(manager))
    address = reverse("retention:own_data_refuse", args=[wish.pk])
    assert client.post(address, {"answer": ""}).status_code == 422
    assert client.post(address, {"answer": "It was not she"}).status_code == 302
    assert "It was not she" in client.get(wish.get_absolute_url()).content.decode()
