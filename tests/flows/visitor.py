"""Somebody with a browser. The methods are what people do; each waits until it is done."""

import re
from itertools import count
from pathlib import Path

from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from samaan.accounts.models import User

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "mango-breeze-over-caroni"
PATIENCE_MS = 8000
axe = Axe()
pictures = count(1)


def equip(user: User) -> str:
    """Give a user a password and a second factor; returns the factor's secret."""
    secret = totp.generate_totp_secret()
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    totp.TOTP.activate(user, secret)
    return secret


class Visitor:
    def __init__(self, browser: Browser, site: str, language: str, *, phone: bool, javascript: bool):
        self.site, self.language = site, language
        self.context = browser.new_context(
            viewport=PHONE if phone else DESK,
            locale={"en": "en-TT", "es": "es-VE"}[language],
            java_script_enabled=javascript,
            has_touch=phone,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.foreign_requests: list[str] = []
        self.page.on("request", self.note_foreign)

    def note_foreign(self, request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.foreign_requests.append(request.url)

    def leave(self) -> None:
        self.context.close()
        assert self.foreign_requests == [], "no request leaves the machine"

    # ---- going places

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site + path)

    def signs_in(self, user: User) -> None:
        secret = equip(user)
        self.goes_to("/accounts/login/")
        self.page.fill("input[name=login]", user.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_selector("input[name=code]")
        self.page.fill("input[name=code]", totp.format_hotp_value(code_now(secret)))
        self.page.press("input[name=code]", "Enter")
        self.page.wait_for_selector("main")

    def follows(self, link: str) -> None:
        self.page.get_by_role("link", name=words(link)).first.click()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=words(button)).first.click()

    # ---- filling in

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(words(label)).first.fill(text)

    def chooses(self, label: str, option: str) -> None:
        self.page.get_by_label(words(label)).first.select_option(label=option)

    def ticks(self, label: str) -> None:
        self.page.get_by_label(words(label)).first.check()

    # ---- seeing

    def sees(self, text: str) -> Locator:
        found = self.page.get_by_text(words(text)).first
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found

    def does_not_see(self, text: str) -> None:
        expect(self.page.get_by_text(words(text))).to_have_count(0)

    def is_served_well(self) -> None:
        """No accessibility rule is broken on this page, and nothing runs over its edge."""
        found = axe.run(self.page)
        assert found.violations_count == 0, found.generate_report()
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide), "the page scrolls sideways"

    def takes_a_picture(self, folder: Path) -> None:
        self.page.screenshot(path=folder / f"{next(pictures):02}.png", full_page=True)


def words(text: str) -> re.Pattern:
    """The words as part of a name, whatever the case."""
    return re.compile(re.escape(text), re.IGNORECASE)


def code_now(secret: str) -> int:
    """The number an authenticator shows at this moment."""
    return totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
