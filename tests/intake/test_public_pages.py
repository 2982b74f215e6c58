"""The public's pages: they work without JavaScript, keep every answer, and leave no trace of who used them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samaan.access import context
from samaan.intake import receipts, throttle, workflow
from samaan.intake.models import Receipt, Report, ReporterContact, ReportMessage, ReportPerson
from samaan.sealed.models import SealedField
from tests.factories.accounts import make_user
from tests.factories.intake import file_report, make_report, unit
from tests.factories.sealed import reveal
from tests.support import samples

pytestmark = pytest.mark.django_db

NUMBER = "0123456789abcdef0123456789abcdef"
TOLD = {
    "do": "send",
    "form_number": NUMBER,
    "narrative": "Girls are brought at night by boat.",
    "exploitation": ["sexual_exploitation"],
    "region": "TT-SIP",
    "place": "Beach near Cedros",
    "point": "10.092, -61.873",
    "incident_on": "2026-01-05",
    "immediate_danger": "no",
    "people_count": "4",
    "children": "yes",
    "official_suspected": "unknown",
    "contact_channel": "whatsapp",
    "contact_phone": "868 755 1234",
    "contact_language": "es",
    "safe_times": ["morning", "weekend"],
    "code_word": "mango",
    "rows": "0,2",
    "person-0-role": "possible_victim",
    "person-0-given_names": "Yusleidy",
    "person-0-age": "16",
    "person-2-role": "suspect",
    "person-2-aliases": "Rico",
    "person-2-phone": "755 9999",
}
PNG = samples.picture("PNG")


@pytest.fixture(autouse=True)
def officer():
    for limit in (throttle.wrong_codes, throttle.reports):
        limit.forget()
    unit()
    return make_user("intake_officer")


def report_as_seen_by(officer) -> Report:
    with context.acting(context.of_user(officer)):
        report = Report.objects.get()
        report.narrative, report.place, report.point  # noqa: B018  # opened while the key is at hand
        return report


def post(client: Client, url: str = "/report/", **changes):
    return client.post(url, TOLD | changes, REMOTE_ADDR="198.51.100.7")


def code_on(response) -> str:
    found = re.search(r"<code>([0-9A-Z-]{14})</code>", response.content.decode())
    assert found
    return found[1]


def test_everything_told_arrives(client, officer):
    response = post(client, files=[SimpleUploadedFile("door.png", PNG)], homepage="")
    assert response.status_code == 200
    assert code_on(response) == receipts.code_for(NUMBER)
    report = report_as_seen_by(officer)
    assert (report.narrative, report.place) == ("Girls are brought at night by boat.", "Beach near Cedros")
    assert (report.region, report.exploitation, report.people_count) == ("TT-SIP", ["sexual_exploitation"], 4)
    assert (report.children, report.official_suspected, report.immediate_danger) == (True, None, False)
    assert report.point == {"latitude": 10.092, "longitude": -61.873}
    assert (report.language, report.looks_automatic, str(report.incident_on)) == ("en", False, "2026-01-05")
    with context.acting(context.of_user(officer)):
        assert [row.role for row in ReportPerson.objects.all()] == ["possible_victim", "suspect"]
        assert ReporterContact.objects.get().safe_times == ["morning", "weekend"]
        informant = SealedField.objects.get(sealed_class="informant")
    told = reveal(informant, officer).value
    assert (told["phone"], told["code_word"]) == ("868 755 1234", "mango")


def test_only_what_happened_is_required(client, officer):
    response = client.post("/report/", {"do": "send", "form_number": NUMBER, "narrative": "A girl is locked in."})
    assert response.status_code == 200
    assert report_as_seen_by(officer).narrative == "A girl is locked in."


@pytest.mark.parametrize("address", ["/report/", "/report/?lang=es", "/report/return/"])
def test_no_cookie_and_no_trace_in_the_browser(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_the_way_out_is_the_one_the_country_chose(client):
    assert 'href="https://www.metoffice.gov.tt/"' in client.get("/report/").content.decode()
    assert 'href="https://www.metoffice.gov.tt/"' in client.get("/report/return/").content.decode()


def test_no_cookie_after_sending_either(client):
    assert not post(client).cookies


def test_in_spanish_from_beginning_to_end(officer):
    client = Client(headers={"accept-language": "es-VE"})
    assert '<html lang="es">' in client.get("/report/").content.decode()
    response = client.post("/report/?lang=es", TOLD | {"narrative": ""})
    assert response.status_code == 422
    assert "lang=es" in response.content.decode()
    client.post("/report/?lang=es", TOLD)
    assert report_as_seen_by(officer).language == "es"


def test_mistakes_keep_every_answer(client, officer):
    response = post(client, **{"narrative": "", "person-0-age": "old", "contact_phone": ""})
    assert response.status_code == 422
    page = response.content.decode()
    for kept in ("Beach near Cedros", "Yusleidy", "Rico", "mango", "10.092, -61.873", 'value="4"', 'value="old"'):
        assert kept in page
    assert page.count('class="error"') >= 3
    assert 'href="#id_person-0-age"' in page
    with context.acting(context.of_user(officer)):
        assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"incident_on": "2999-01-01"}, "still to come"),
        ({"point": "by the sea"}, "two numbers"),
        ({"point": "99, -61"}, "two numbers"),
        ({"contact_channel": "email"}, "so that we can reach you"),
        ({"person-2-role": ""}, "Say who this person is"),
        ({"people_count": "-3"}, "greater than or equal to 0"),
        ({"files": [SimpleUploadedFile("photo.jpg", b"MZ\x90\0")]}, "is not a photo"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, changes, words):
    response = post(client, **changes)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_another_person_is_added_without_losing_a_word(client, officer):
    page = post(client, do="add-person").content.decode()
    assert 'name="rows" value="0,2,3"' in page
    assert "person-3-role" in page
    assert "Yusleidy" in page
    assert 'class="error"' not in page
    page = post(client, do="remove-0").content.decode()
    assert ("Yusleidy" in page, "Rico" in page) == (False, True)
    with context.acting(context.of_user(officer)):
        assert not Report.objects.exists()


def test_files_have_to_be_chosen_again_and_the_page_says_so(client):
    page = post(client, narrative="", files=[SimpleUploadedFile("door.png", PNG)]).content.decode()
    assert "choose your files again" in page


def test_a_double_click_is_one_report(client, officer):
    assert code_on(post(client)) == code_on(post(client))
    assert report_as_seen_by(officer)


def test_a_program_is_heard_but_marked(client, officer):
    post(client, homepage="https://spam.example")
    assert report_as_seen_by(officer).looks_automatic


def test_a_flood_from_one_place_is_slowed(client, monkeypatch):
    monkeypatch.setattr(throttle.reports, "most", 1)
    post(client)
    response = post(client, form_number="f" * 32)
    assert response.status_code == 429
    assert "800-4288" in response.content.decode()


def test_coming_back_with_the_code(client, officer):
    received = file_report()
    with context.acting(context.of_user(officer)):
        workflow.answer_reporter(Report.objects.get(), by=officer, text="Which beach?")
    response = client.post("/report/return/", {"code": received.code.lower().replace("-", "")})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Which beach?" in page
    assert officer.full_name not in page
    assert "Your report has arrived." in page
    assert received.code not in str(response.headers)


def test_adding_to_it_with_a_file_and_only_once(client, officer):
    received = file_report()
    more = {
        "code": received.code,
        "do": "add",
        "number": "0b6e5a34-5a4f-4b63-9b0a-7b0f6a3c9d11",
        "text": "A white van.",
        "tells_of_danger": "on",
    }
    for _ in range(2):
        response = client.post("/report/return/", more | {"files": [SimpleUploadedFile("van.png", PNG)]})
        assert "has been added" in response.content.decode()
    with context.acting(context.of_user(officer)):
        message = ReportMessage.objects.get()
        assert (message.text, message.tells_of_danger, len(message.file_ids)) == ("A white van.", True, 1)


@pytest.mark.parametrize("code", ["", "ABC", "0000-0000-0000"])
def test_a_wrong_code_opens_nothing(client, code):
    file_report()
    response = client.post("/report/return/", {"code": code, "do": "add", "text": "?", "number": "x"})
    assert response.status_code == 422
    assert "How far it is" not in response.content.decode()


def test_guessing_is_slowed_without_keeping_an_address(client):
    for _ in range(10):
        client.post("/report/return/", {"code": "0000-0000-0000"}, REMOTE_ADDR="198.51.100.7")
    assert client.get("/report/return/", REMOTE_ADDR="198.51.100.7").status_code == 429
    assert client.get("/report/return/", REMOTE_ADDR="198.51.100.8").status_code == 200
    assert b"198.51.100" not in repr(vars(throttle.wrong_codes)).encode()


def test_the_code_in_the_address_is_not_a_way_in(client):
    received = file_report()
    response = client.get("/report/return/", {"code": received.code})
    assert "How far it is" not in response.content.decode()


def test_a_merged_report_follows_the_other_for_its_reporter(client, officer):
    received = file_report()
    kept = make_report("accepted")
    with context.acting(context.of_user(officer)):
        workflow.merge_report(Report.objects.get(pk=received.report_id), into=kept, by=officer)
    assert "is following up" in client.post("/report/return/", {"code": received.code}).content.decode()


def test_the_receipt_row_knows_no_code():
    received = file_report()
    with context.acting(context.of_receipt(received.code)):
        values = [str(value) for value in vars(Receipt.objects.get()).values()]
    assert not any(received.code in value for value in values)
    assert reverse("intake:return") == "/report/return/"


def test_what_is_too_long_is_said_and_kept_whole(client, officer):
    answer = post(client, narrative="Every night. " * 2000)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("Every night. ") == 2000
    assert "20000" in page
    assert 'maxlength="20000"' not in page
    with context.acting(context.of_user(officer)):
        assert not Report.objects.exists()


def test_a_file_that_is_too_large_is_said_beside_it_and_every_word_stays(client, officer):
    answer = post(client, files=[SimpleUploadedFile("film.mp4", b"0" * (20 * 1024 * 1024 + 1))])
    assert answer.status_code == 422
    assert "Girls are brought at night by boat." in answer.content.decode()
    with context.acting(context.of_user(officer)):
        assert not Report.objects.exists()


def test_enter_in_a_line_sends_nothing(client):
    page = client.get("/report/").content.decode()
    first = re.search(r"<button[^>]*>", page[page.index("<form") :])
    assert first
    assert 'value="keep"' in first[0]
    assert "formaction" not in first[0]
