"""Pages that refresh what changed, and catch up after a lost line."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.web.stage import Server, set_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PART = '<p id="{id}" data-live="{live}" hx-get="/{id}/" hx-trigger="live" hx-swap="outerHTML">old</p>'
BODY = PART.format(id="mine", live="r1") + PART.format(id="other", live="r2") + PART.format(id="bell", live="me")


class Stream:
    """Answers each connection with the next piece of the stream, then hangs up."""

    def __init__(self, page, *pieces):
        self.pieces, self.asked = list(pieces), []
        page.route(re.compile(r"/live(\?|$)"), self.answer)

    def answer(self, route):
        self.asked.append(route.request.url.partition("?")[2])
        piece = self.pieces.pop(0) if self.pieces else ""
        if isinstance(piece, int):
            route.fulfill(status=piece)
        else:
            route.fulfill(body=f"retry: 300\n\n{piece}", content_type="text/event-stream")


def change(number: int, record: str) -> str:
    return f"id: {number}\nevent: change\ndata: {json.dumps({'record': record, 'kind': 'x'})}\n\n"


@pytest.fixture
def page(look):
    return look()


def open_page(page, *pieces) -> tuple[Stream, dict[str, Server]]:
    servers = {name: Server(page, f"**/{name}/", f'<p id="{name}">new</p>') for name in ("mine", "other", "bell")}
    stream = Stream(page, *pieces)
    set_stage(page, BODY, "live", live="/live")
    return stream, servers


def test_only_what_changed_is_fetched_and_once(page):
    _, servers = open_page(page, change(1, "r1") + change(2, "r1") + change(3, "r1"))
    expect(page.locator("#mine")).to_have_text("new")
    expect(page.locator("#bell")).to_have_text("new")
    expect(page.locator("#other")).to_have_text("old")
    assert len(servers["mine"].sent) == 1


def test_after_a_lost_line_it_goes_on(page):
    open_page(page, change(5, "r9"), change(6, "r1"))
    expect(page.locator("#mine")).to_have_text("new")


def test_a_server_that_is_away_is_said_discreetly(page):
    stream, _ = open_page(page, change(5, "r9"), 503, 503, change(6, "r1"))
    expect(page.locator("#live-state")).to_be_visible(timeout=10000)
    expect(page.locator("#mine")).to_have_text("new", timeout=15000)
    expect(page.locator("#live-state")).to_be_hidden()
    assert "last=5" in stream.asked


def test_a_hidden_tab_lets_its_line_go(page):
    stream, _ = open_page(page, change(5, "r9"))
    page.wait_for_timeout(200)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.wait_for_timeout(200)
    before = len(stream.asked)
    page.wait_for_timeout(900)
    assert len(stream.asked) == before
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(300)
    assert stream.asked[before] == "last=5"
