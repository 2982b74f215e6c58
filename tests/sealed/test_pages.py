"""The pages: masked everywhere, opened singly after proof, and gone after a minute."""

import pytest
from django.urls import reverse

from samaan.audit.models import Event
from samaan.sealed.models import Opening, Request, SealedField
from samaan.vault.models import HeldAnswers
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.sealed import CONTACT, SHELTER, WHY, approve, ask, make_sealed
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
TABS = ["case", "person", "notes", "tasks", "documents", "timeline", "access"]


@pytest.fixture
def case():
    return make_case()


@pytest.fixture
def manager(case):
    return case.case_manager


@pytest.fixture
def field(case):
    return make_sealed(case)


def page_of(field) -> str:
    return reverse("sealed:field", args=[field.pk])


def words_in(response) -> set[str]:
    text = response.content.decode()
    return {words for words in (*CONTACT.values(), *SHELTER.values()) if words in text}


@pytest.mark.parametrize("tab", TABS)
def test_the_case_shows_a_mask(browse, case, manager, field, tab):
    make_sealed(case, "shelter_address")
    response = browse(manager).get(reverse(f"cases:{tab}", args=[case.pk]))
    assert response.status_code == 200 and words_in(response) == set()


def test_without_recent_proof_nothing_is_opened(browse, manager, field):
    response = browse(manager).post(page_of(field), WHY)
    assert response.status_code == 302 and response.headers["Location"].startswith("/accounts/")
    assert words_in(response) == set()
    with acting(manager):
        assert not Opening.objects.exists()


def test_the_page_asks_why_and_shows_nothing(browse, manager, field):
    response = prove(browse(manager)).get(page_of(field))
    assert response.status_code == 200 and words_in(response) == set()
    assert "no-store" in response.headers["Cache-Control"]


def test_with_a_reason_it_is_shown_for_a_minute_with_viewer_and_time(browse, manager, field):
    response = prove(browse(manager)).post(page_of(field), WHY)
    assert words_in(response) >= {CONTACT["way"], CONTACT["code_word"]}
    assert response.headers["Refresh"] == f"60; url={field.record.get_absolute_url()}"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.content.decode().count(manager.full_name) > 10
    with acting(manager):
        assert Event.objects.filter(kind="sealed.revealed").count() == 1


def test_without_a_reason_it_is_not(browse, manager, field):
    response = prove(browse(manager)).post(page_of(field), {"reason": "", "words": ""})
    assert response.status_code == 422 and words_in(response) == set()


def test_looking_at_the_page_again_shows_nothing(browse, manager, field):
    client = prove(browse(manager))
    client.post(page_of(field), WHY)
    assert words_in(client.get(page_of(field))) == set()


@pytest.mark.parametrize("role", ["case_manager", "system_administrator", "auditor", "me_officer", "service_provider"])
def test_for_a_stranger_there_is_no_such_page(browse, field, case, role):
    client = prove(browse(make_user(role)))
    addresses = [page_of(field), reverse("sealed:enter", args=["safe_contact", case.pk])]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.post(page_of(field), WHY).status_code == 404


def test_an_investigator_asks_and_the_case_manager_approves_on_a_page(browse, case, manager, field):
    investigator = prove(browse(case.opened_by))
    asked = investigator.post(page_of(field), WHY)
    assert asked.status_code == 302 and words_in(asked) == set()
    with acting(manager):
        request = Request.objects.get()
    approver = prove(browse(manager))
    assert "asks to open" in approver.get(case.get_absolute_url()).content.decode()
    assert request.get_absolute_url() in approver.get(reverse("home")).content.decode()
    shown = approver.get(request.get_absolute_url())
    assert WHY["words"] in shown.content.decode() and words_in(shown) == set()
    assert approver.post(request.get_absolute_url(), {"do": "approve"}).status_code == 302
    assert words_in(investigator.post(page_of(field))) >= {CONTACT["way"]}
    assert words_in(investigator.post(page_of(field))) == set()


def test_a_request_is_seen_by_whoever_asked_and_whoever_decides(browse, case, field):
    request = ask(field, case.opened_by)
    readers = [case.opened_by, case.case_manager, make_user("director"), make_user("case_manager")]
    codes = [prove(browse(reader)).get(request.get_absolute_url()).status_code for reader in readers]
    assert codes == [200, 200, 200, 404]


def test_a_refusal_without_a_reason_stays_on_the_page(browse, case, manager, field):
    request = ask(field, case.opened_by)
    client = prove(browse(manager))
    assert client.post(request.get_absolute_url(), {"do": "refuse", "answer": ""}).status_code == 422
    assert client.post(request.get_absolute_url(), {"do": "refuse", "answer": "Not today."}).status_code == 302
    assert "Not today." in prove(browse(case.opened_by)).get(request.get_absolute_url()).content.decode()


def test_whoever_asked_has_no_button_to_approve(browse, case, field):
    request = ask(field, case.opened_by)
    client = prove(browse(case.opened_by))
    assert 'value="approve"' not in client.get(request.get_absolute_url()).content.decode()
    assert client.post(request.get_absolute_url(), {"do": "approve"}).status_code == 403


def test_an_approval_is_said_on_the_record(browse, case, field):
    approve(ask(field, case.opened_by), case.case_manager)
    text = prove(browse(case.opened_by)).get(reverse("cases:person", args=[case.pk])).content.decode()
    assert "you may open it once" in text


def test_writing_begins_with_an_empty_form_and_ends_with_a_mask(browse, case, manager, field):
    client = browse(manager)
    address = reverse("sealed:enter", args=["safe_contact", case.pk])
    shown = client.get(address)
    assert shown.status_code == 200 and words_in(shown) == set()
    written = client.post(address, {"sealed-way": "By the neighbour"}, follow=True)
    assert "By the neighbour" not in written.content.decode()
    with acting(manager):
        assert SealedField.objects.filter(replaced_at=None).get().version == 2


def test_what_becomes_sealed_is_not_held_when_the_session_has_ended(browse, case, manager):
    from django.test import RequestFactory

    from samaan.vault import held

    address = reverse("sealed:enter", args=["safe_contact", case.pk])
    request = RequestFactory().post(address, {"sealed-way": CONTACT["way"]})
    request.user = manager
    with acting(manager):
        held.hold(request)
    assert not HeldAnswers.objects.exists()


def test_whoever_answers_for_the_case_reads_who_opened_it_and_why(browse, case, manager, field):
    director = make_user("director")
    prove(browse(director)).post(page_of(field), WHY)
    address = reverse("cases:person", args=[case.pk])
    own, others = (browse(reader).get(address).content.decode() for reader in (manager, director))
    assert WHY["words"] in own and director.full_name in own
    assert WHY["words"] not in others


def test_the_timeline_and_the_access_page_say_who_opened_it(browse, case, manager, field):
    client = prove(browse(manager))
    client.post(page_of(field), WHY)
    assert "Sealed field opened" in client.get(reverse("cases:timeline", args=[case.pk])).content.decode()
    assert "Opened a sealed field" in client.get(reverse("cases:access", args=[case.pk])).content.decode()
