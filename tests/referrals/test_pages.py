"""The pages of a referral: who sees what of it, and what a look leaves behind."""

from uuid import uuid4

import pytest
from django.urls import reverse

from samaan.access import context
from samaan.audit.models import Event
from samaan.referrals import workflow
from samaan.referrals.models import Referral, Status
from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, PHONE, REASON, SURNAME, make_case, make_provider, make_referral, seen_by

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider():
    return make_provider()


@pytest.fixture
def referral(provider):
    return make_referral(provider=provider)


def url(name, referral, *args) -> str:
    return reverse(f"referrals:{name}", args=[referral.pk, *args])


def looks_at(referral, by) -> int:
    with context.acting(context.of_user(by)):
        return Event.objects.filter(record_id=referral.pk, kind="record.opened", actor_id=by.pk).count()


def test_the_provider_reads_the_slice_and_nothing_of_the_case(browse, referral, provider):
    page = browse(provider).get(url("detail", referral)).content.decode()
    assert REASON in page
    for hidden in (NAME, SURNAME, PHONE, "C-2026", str(referral.case_id)):
        assert hidden not in page


def test_the_first_look_of_the_provider_shows_to_the_sender(browse, referral, provider):
    browse(provider).get(url("detail", referral))
    assert "Seen by the provider" in browse(referral.sender).get(url("detail", referral)).content.decode()


def test_each_look_at_the_page_is_noted_once_and_its_fragments_are_none(browse, referral, provider):
    browse(provider).get(url("detail", referral))
    assert looks_at(referral, provider) == 1
    open_page = browse(provider, htmx=True)
    open_page.get(url("state", referral))
    open_page.get(url("chat", referral))
    assert looks_at(referral, provider) == 1


PAGES = [
    "detail", "state", "chat", "decline", "ask", "deliver", "not_deliver", "feedback", "withdraw",
]  # fmt: skip
ACTS = ["accept", "start", "give_up", "close", "message"]


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_a_foreign_referral_is_the_same_404_as_none(browse, referral, name):
    stranger = browse(make_provider("fia"))
    ask = stranger.get if name in PAGES else stranger.post
    foreign, none = ask(url(name, referral)), ask(reverse(f"referrals:{name}", args=[uuid4()]))
    assert (foreign.status_code, none.status_code) == (404, 404)
    assert foreign.content == none.content


@pytest.mark.parametrize("name", ["detail", "chat", "deliver"])
def test_withdrawn_it_is_a_404_at_the_next_request(browse, referral, provider, name):
    browser = browse(provider)
    browser.get(url("detail", referral))
    browse(referral.sender).post(url("withdraw", referral), {"reason": "survivor"})
    answer = browser.get(url(name, referral))
    assert answer.status_code == 404
    assert REASON not in answer.content.decode()


@pytest.mark.parametrize("name", ["state", "chat"])
def test_withdrawn_an_open_page_asks_for_itself_anew(browse, referral, provider, name):
    browse(referral.sender).post(url("withdraw", referral), {"reason": "survivor"})
    answer = browse(provider, htmx=True).get(url(name, referral))
    assert (answer.status_code, answer.headers["HX-Refresh"], answer.content) == (404, "true", b"")


def test_somebody_faster_is_a_page_that_says_so(browse, referral, provider):
    browse(make_provider()).post(url("accept", referral))
    answer = browse(provider).post(url("decline", referral), {"reason": "no_space"})
    assert answer.status_code == 409
    assert "What happened" in answer.content.decode() and "Accepted" in answer.content.decode()


def test_the_sender_may_not_answer(browse, referral):
    assert browse(referral.sender).post(url("accept", referral)).status_code == 403


def test_other_needs_a_word_more(browse, referral, provider):
    answer = browse(provider).post(url("decline", referral), {"reason": "other"})
    assert answer.status_code == 422
    assert seen_by(provider, referral).status == Status.SENT


def test_from_accepted_to_feedback_by_the_pages(browse, referral, provider):
    browser = browse(provider)
    browser.post(url("accept", referral))
    browser.post(url("start", referral))
    browser.post(url("deliver", referral), {"note": "Four nights", "began_on": "2026-01-05", "ended_on": "2026-01-09"})
    browser.post(url("feedback", referral), {"rating": "4", "need_met": "yes", "comment": "Came on time"})
    page = browse(referral.sender).get(url("detail", referral)).content.decode()
    assert seen_by(provider, referral).status == Status.DELIVERED
    assert "Four nights" in page
    assert "Came on time" in page


def test_a_day_in_the_future_is_not_a_delivery(browse, provider):
    referral = make_referral(Status.ACCEPTED, provider=provider)
    answer = browse(provider).post(url("deliver", referral), {"note": "Soon", "began_on": "2199-01-05"})
    assert answer.status_code == 422


def test_the_lists_show_each_side_its_own(browse, referral, provider):
    received = browse(provider).get(reverse("referrals:list")).content.decode()
    sent = browse(referral.sender).get(reverse("referrals:list")).content.decode()
    for page in (received, sent):
        assert referral.reference in page
    with context.acting(context.of_user(referral.sender)):
        pseudonym = referral.case.pseudonym
    assert pseudonym in sent
    assert pseudonym not in received
    assert referral.reference not in browse(make_provider("fia")).get(reverse("referrals:list")).content.decode()


def test_a_list_says_what_is_late_in_words(browse, referral, provider, admin_connection):
    admin_connection.execute("UPDATE referrals_referral SET answer_by = now() - interval '3 hours'")
    assert "overdue by 3 hours" in browse(provider).get(reverse("referrals:list")).content.decode()


def test_unread_messages_are_counted_in_lists_until_the_page_is_opened(browse, referral, provider):
    for text in ("One", "Two"):
        browse(provider).post(url("message", referral), {"text": text, "nonce": str(uuid4())})
    sender = browse(referral.sender)
    for_case = reverse("referrals:for_case", args=[referral.case_id])
    assert "2 new" in sender.get(reverse("referrals:list")).content.decode()
    assert "2 new" in sender.get(for_case).content.decode()
    sender.get(url("detail", referral))
    assert "2 new" not in sender.get(for_case).content.decode()


def test_who_has_no_referrals_has_no_list(browse):
    assert browse(make_user("me_officer")).get(reverse("referrals:list")).status_code == 403


def test_the_panel_of_a_case_is_a_fragment_for_an_open_page(browse, referral):
    address = reverse("referrals:for_case", args=[referral.case_id])
    assert b"<html" not in browse(referral.sender, htmx=True).get(address).content
    assert browse(make_user("case_manager")).get(address).status_code == 404


def test_a_fifty_first_is_on_the_next_page(browse, provider, monkeypatch):
    monkeypatch.setattr("samaan.referrals.queries.PAGE", 2)
    case = make_case()
    for _number in range(3):
        make_referral(case=case, provider=provider)
    first = browse(provider).get(reverse("referrals:list")).content.decode()
    second = browse(provider).get(reverse("referrals:list") + "?page=2").content.decode()
    assert (first.count("F-2026"), second.count("F-2026")) == (2, 1)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "²"])
def test_a_page_nobody_made_is_the_first_or_last(browse, provider, page):
    assert browse(provider).get(reverse("referrals:list"), {"page": page}).status_code == 200


def test_in_spanish_the_slice_and_the_steps_are_spanish(browse, provider):
    provider.language = "es"
    provider.save(update_fields=["language"])
    page = browse(provider).get(url("detail", make_referral(provider=provider))).content.decode()
    for words in ("Grupo de edad", "Mujer", "Aceptar", "Albergue de emergencia", "Recibimos la remisión"):
        assert words in page


def test_nobody_signed_out_sees_a_word(client, referral):
    for name in PAGES:
        answer = client.get(url(name, referral))
        assert answer.status_code == 302


def test_a_colleague_of_the_provider_who_answers_no_referrals_sees_none(browse, referral, provider):
    reporter = make_user("partner_reporter", provider.organisation)
    assert browse(reporter).get(url("detail", referral)).status_code == 404
    with context.acting(context.of_user(reporter)):
        assert not Referral.objects.exists()


def test_messages_are_sent_and_shown_without_javascript(browse, referral, provider):
    answer = browse(provider).post(url("message", referral), {"text": "From six on", "nonce": str(uuid4())})
    assert answer.headers["Location"].endswith("#conversation")
    assert "From six on" in browse(referral.sender).get(url("detail", referral)).content.decode()


def test_a_message_sent_twice_by_a_bad_line_stands_once(browse, referral, provider):
    browser, nonce = browse(provider, htmx=True), "1732424242-0.7312"
    for _attempt in range(2):
        answer = browser.post(url("message", referral), {"text": "From six on", "nonce": nonce})
    assert answer.content.decode().count("From six on") == 1


def test_an_empty_message_is_refused_beside_what_was_written(browse, referral, provider):
    answer = browse(provider, htmx=True).post(url("message", referral), {"text": " ", "nonce": str(uuid4())})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#notices")
    assert "Write a message first." in answer.content.decode()


def test_a_standard_answer_is_read_in_each_ones_language(browse, referral, provider):
    provider.language = "es"
    provider.save(update_fields=["language"])
    page = browse(provider, htmx=True).post(url("message", referral), {"phrase": "arrived", "nonce": str(uuid4())})
    assert "La persona llegó y está bien." in page.content.decode()
    assert (
        "The person has arrived and is well." in browse(referral.sender).get(url("detail", referral)).content.decode()
    )


def test_a_sent_message_says_when_the_other_side_saw_it(browse, referral, provider):
    browse(provider).post(url("message", referral), {"text": "From six on", "nonce": str(uuid4())})
    assert "Seen<" not in browse(provider).get(url("chat", referral)).content.decode()
    browse(referral.sender).get(url("detail", referral))
    assert "Seen" in browse(provider, htmx=True).get(url("chat", referral)).content.decode()


def test_the_conversation_of_a_withdrawn_referral_is_kept_for_the_sender(browse, referral, provider):
    browse(provider).post(url("message", referral), {"text": "From six on", "nonce": str(uuid4())})
    with context.acting(context.of_user(referral.sender)):
        workflow.withdraw_referral(Referral.objects.get(pk=referral.pk), by=referral.sender, reason="survivor")
    page = browse(referral.sender).get(url("detail", referral)).content.decode()
    assert "From six on" in page
    assert "no more messages can be written" in page
