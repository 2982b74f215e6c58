"""The policy that every page carries, and that a page which breaks it does not go unnoticed."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
INLINE = "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
FOREIGN = "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.org/a.png'}))"


@pytest.mark.parametrize(("tried", "against"), [(INLINE, "script-src"), (FOREIGN, "img-src")])
def test_what_a_page_must_not_do_is_stopped_and_seen(look, violations, tried, against):
    page = look(make_user())
    page.goto("/")
    with page.expect_console_message(lambda said: against in said.text):
        page.evaluate(tried)
    expect(page.locator("body")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert any(against in found for found in violations.take())


def test_nothing_is_allowed_but_what_is_ours(browse):
    policy = browse(make_user()).get("/").headers["Content-Security-Policy"]
    said = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert said["default-src"] == said["base-uri"] == said["frame-ancestors"] == "'none'"
    assert {name: where for name, where in said.items() if where not in ("'none'", "'self'")} == {
        "img-src": "'self' data:"
    }
