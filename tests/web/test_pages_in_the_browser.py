"""The frame as people use it: eyes, keyboard, thumb, no script, a long pause."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.support.seeing import serves_everybody
from tests.web.stage import set_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_component_is_open_to_everybody(look, size, language, scheme):
    page = look(make_user(language=language), size, color_scheme=scheme)
    page.goto("/design/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    serves_everybody(page)
    page.click("[data-dialog=sample]")
    expect(page.locator("#sample")).to_be_visible()
    serves_everybody(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/nowhere/", "/design/"])
def test_pages_before_signing_in(look, settings, size, path):
    settings.DEMO = True
    page = look(size=size)
    page.goto(path)
    serves_everybody(page)


@pytest.mark.parametrize("path", ["/", "/alerts/", "/accounts/2fa/", "/accounts/password/change/"])
def test_pages_of_somebody_signed_in(look, path):
    page = look(make_user(), "phone")
    page.goto(path)
    serves_everybody(page)


def test_targets_fit_a_thumb(look):
    page = look(make_user(), "phone", has_touch=True)
    page.goto("/design/")
    small = page.evaluate(
        """[...document.querySelectorAll('button, .button, select, input:not([type=hidden]), summary, nav a')]
        .filter((found) => found.checkVisibility() && !found.closest('label'))
        .map((found) => [found.outerHTML.slice(0, 80), found.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)"""
    )
    assert small == []


def test_the_menu_needs_no_script(look):
    page = look(make_user(), "phone", java_script_enabled=False)
    page.goto("/")
    expect(page.locator("#menu")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_role("link", name="Alerts").click()
    expect(page.get_by_role("heading", name="Alerts")).to_be_visible()


def test_language_and_sign_out_need_no_script(look):
    page = look(make_user(), java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="Su cuenta").click()
    page.get_by_role("button", name="Cerrar sesión").click()
    expect(page.get_by_role("heading", name="Iniciar sesión")).to_be_visible()


def test_the_keyboard_leads_everywhere(look):
    page = look(make_user())
    page.goto("/design/")
    page.keyboard.press("/")
    expect(page.locator("header [data-search]")).to_be_focused()
    page.keyboard.type("/?gh")
    expect(page.locator("header [data-search]")).to_have_value("/?gh")
    page.locator("header [data-search]").blur()
    for key, reference in (("j", "R-2026-0214"), ("j", "R-2026-0213"), ("k", "R-2026-0214")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=reference)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="R-2026-0214")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/")


def test_single_keys_can_be_turned_off(look):
    page = look(make_user())
    page.goto("/design/")
    page.keyboard.press("?")
    page.get_by_label("Use these shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_dialog_keeps_and_returns_the_focus(look):
    page = look(make_user())
    page.goto("/design/")
    page.locator("[data-dialog=sample]").focus()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(page.locator("[data-dialog=sample]")).to_be_focused()


def test_mistakes_are_read_first_and_lead_to_the_field(look):
    page = look()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".errors")).to_be_focused()
    page.locator(".errors a").first.click()
    expect(page.locator("#id_login")).to_be_focused()
    assert page.title().startswith("Error:")


def test_before_the_session_ends_it_asks(look):
    page = look(make_user())
    page.clock.install()
    page.goto("/")
    page.clock.fast_forward("13:10")
    expect(page.locator("#idle")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#idle")).to_be_hidden()
    page.clock.fast_forward("15:10")
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator("#idle")).to_be_hidden()


@pytest.mark.parametrize("how", ["button", "keys"])
def test_leaving_at_once(look, how):
    page = look()
    page.route("https://neutral.example/", lambda route: route.fulfill(body="weather", content_type="text/html"))
    set_stage(page, '<a href="https://neutral.example/" data-quick-exit>Leave now</a><p>secret</p>', "quickexit")
    if how == "button":
        page.get_by_role("link", name="Leave now").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("https://neutral.example/")
    page.go_back()
    assert "secret" not in page.content()


def test_the_tab_one_is_on_is_seen_on_a_telephone(look):
    case = make_case()
    page = look(case.case_manager, "phone")
    page.goto(f"{case.get_absolute_url()}access/")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.95)
