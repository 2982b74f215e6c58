"""What is revealed leaves the screen by itself, with a script and without."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.factories.cases import make_case
from tests.factories.sealed import CONTACT, WHY, make_sealed
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def opened(look, live_server):
    """`opened(size, language)`: the page of a sealed field, before its manager who has just proved who they are."""

    def at(size: str = "desk", language: str = "en", **options):
        case = make_case()
        manager = case.case_manager
        manager.language = language
        manager.save()
        page = look(None, size, **options)
        session = prove(signed_in(manager)).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.clock.install()
        page.goto(make_sealed(case).get_absolute_url())
        return page

    return at


def show(page) -> None:
    page.select_option("select[name=reason]", WHY["reason"])
    page.fill("textarea[name=words]", WHY["words"])
    page.locator("form.form button").first.click()
    expect(page.get_by_text(CONTACT["way"])).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_both_pages_serve_everybody(opened, size, language):
    page = opened(size, language)
    serves_everybody(page)
    show(page)
    serves_everybody(page)


def test_after_a_minute_it_is_gone_and_going_back_does_not_show_it(opened):
    page = opened()
    show(page)
    page.wait_for_load_state()  # the minute begins when the page is whole
    page.clock.fast_forward(61_000)
    page.wait_for_url("**/cases/**")
    expect(page.get_by_text(CONTACT["way"])).to_have_count(0)
    page.go_back()
    expect(page.get_by_text(CONTACT["way"])).to_have_count(0)


def test_on_paper_it_carries_viewer_and_time(opened):
    page = opened()
    show(page)
    page.emulate_media(media="print")
    expect(page.locator(".watermark-line")).to_be_visible()
    expect(page.locator(".watermark")).to_be_visible()


def test_it_needs_no_script(opened):
    page = opened(java_script_enabled=False)
    show(page)
