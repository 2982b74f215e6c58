"""The conversation on a bad line."""

import pytest
from playwright.sync_api import expect

from tests.web.stage import Server, set_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

LIST = '<ol class="chat-messages" id="chat-messages" data-live="r1" hx-get="/list/" hx-trigger="live" \
hx-select="#chat-messages" hx-swap="outerHTML">{}</ol>'
CHAT = (
    "<section data-chat>"
    + LIST.format("<li>Hello</li>")
    + """<form class="chat-form" action="/send/" method="post" hx-post="/send/" hx-target="#chat-messages"
 hx-select="#chat-messages" hx-swap="outerHTML"><input type="hidden" name="nonce" value="first">
<label for="chat-text">Message</label><textarea id="chat-text" name="text"></textarea><button>Send</button>
<output class="save-state" data-waiting="Waiting" data-sending="Sending" data-refused="Refused"></output></form>
</section>"""
)
AFTER = LIST.format("<li>Hello</li><li>On my way</li>")


@pytest.fixture
def page(look):
    return look()


def open_chat(page, *answers) -> Server:
    server = Server(page, "**/send/", *answers)
    set_stage(page, CHAT, "chat")
    return server


def test_enter_sends_and_shift_enter_does_not(page):
    server = open_chat(page, AFTER)
    page.press("#chat-text", "Enter")
    assert server.sent == [], "nothing to say"
    page.type("#chat-text", "On my")
    page.press("#chat-text", "Shift+Enter")
    page.type("#chat-text", "way")
    page.press("#chat-text", "Enter")
    expect(page.locator("#chat-messages li")).to_have_count(2)
    expect(page.locator("#chat-text")).to_have_value("")
    expect(page.locator("#chat-text")).to_be_focused()
    assert [text.split() for text in server.sent[0]["text"]] == [["On", "my", "way"]]


def test_a_swallowed_message_is_sent_again_and_counts_once(page):
    server = open_chat(page, "line down", 503, AFTER)
    page.fill("#chat-text", "On my way")
    page.press("#chat-text", "Enter")
    expect(page.locator(".save-state")).to_have_text("Waiting")
    expect(page.locator("#chat-text")).to_have_value("On my way")
    expect(page.locator("#chat-messages li")).to_have_count(2, timeout=15000)
    assert [sent["nonce"] for sent in server.sent] == [["first"]] * 3
    assert page.locator("[name=nonce]").input_value() != "first", "the next message is another one"


def test_a_refused_message_stays_in_the_box(page):
    open_chat(page, 422)
    page.fill("#chat-text", "x")
    page.press("#chat-text", "Enter")
    expect(page.locator(".save-state")).to_have_text("Refused")
    expect(page.locator("#chat-text")).to_have_value("x")


def test_a_draft_outlives_the_answer_of_the_other(page):
    Server(page, "**/list/", AFTER)
    open_chat(page, AFTER)
    page.fill("#chat-text", "I am still wri")
    page.evaluate("htmx.trigger('#chat-messages', 'live')")
    expect(page.locator("#chat-messages li")).to_have_count(2)
    expect(page.locator("#chat-text")).to_have_value("I am still wri")


def test_the_session_ended_but_not_the_draft(page):
    open_chat(page, 401)
    page.fill("#chat-text", "She is here")
    page.press("#chat-text", "Enter")
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator("#chat-text")).to_have_value("She is here")
