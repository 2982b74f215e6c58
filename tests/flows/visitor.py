"""Somebody with a browser. The methods are what people do; each waits until it is done."""

import re
from functools import cache
from itertools import count
from pathlib import Path

from allauth.mfa.totp.internal import auth as totp
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect

from samaan.accounts.models import User
from samaan.countrypack.workbooks import read_workbooks
from samaan.xforms.languages import code
from samaan.xforms.wording import plain
from tests.support import cast
from tests.support.seeing import fits_its_window, serves_everybody
from tests.support.sessions import take_in

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "mango-breeze-over-caroni"
# Long enough for a machine that does much besides; whoever waits for what does come waits no longer for it.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
pictures = count(1)


def equip(user: User) -> str:
    """Give a user a password and a second factor; returns the factor's secret."""
    secret = totp.generate_totp_secret()
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    totp.TOTP.activate(user, secret)
    return secret


class Visitor:
    """Whoever reads in another language knows the words of this story by the catalogue of that language."""

    def __init__(self, browser: Browser, site: str, language: str, *, phone: bool, javascript: bool):
        self.site, self.language, self.javascript = site, language, javascript
        self.context = browser.new_context(
            viewport=PHONE if phone else DESK,
            locale={"en": "en-TT", "es": "es-VE"}[language],
            java_script_enabled=javascript,
            has_touch=phone,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.seen_well: set[tuple] = set()
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
        """With e-mail, password and the number of an authenticator, as people do."""
        secret = equip(user)
        self.goes_to("/accounts/login/")
        self.gives_password_and_number(user, secret)

    def gives_password_and_number(self, user: User, secret: str) -> None:
        self.page.fill("input[name=login]", user.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_selector("input[name=code]")
        self.page.fill("input[name=code]", totp.format_hotp_value(code_now(secret)))
        self.page.press("input[name=code]", "Enter")
        self.page.wait_for_selector("input[name=code]", state="detached")

    def is_signed_in_as(self, user: User) -> None:
        """Has signed in before this story begins."""
        take_in(self.context, user, self.site)

    def follows(self, link: str) -> None:
        self.page.locator("main").get_by_role("link", name=self.words(link)).first.click()

    def presses(self, button: str) -> None:
        self.page.locator("main").get_by_role("button", name=self.words(button)).first.click()

    # ---- filling in

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(self.words(label)).first.fill(text)

    def chooses(self, label: str, option: str) -> None:
        self.page.get_by_label(self.words(label)).first.select_option(label=option)

    def ticks(self, label: str) -> None:
        self.page.get_by_label(self.words(label)).first.check()

    def picks(self, field: str, *values: str) -> None:
        """Choose by what a field is called inside, where its words are the country pack's."""
        for value in values:
            box = self.page.locator(f'input[name={field}][value="{value}"]')
            listed = self.page.locator(f"select[name={field}]")
            expect(box.or_(listed).first).to_be_visible()
            listed.select_option(value) if listed.count() else box.check()

    # ---- seeing

    def sees(self, text: str) -> Locator:
        found = self.page.get_by_text(self.words(text)).first
        expect(found).to_be_visible()
        return found

    def does_not_see(self, text: str) -> None:
        expect(self.page.get_by_text(self.words(text))).to_have_count(0)

    def is_at(self, heading: str, **names: str) -> None:
        """The page with this heading has come, and serves everybody; that is looked at once for each kind of page."""
        expect(self.page.locator("h1")).to_contain_text(self.words(heading, **names))
        address = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", self.page.url)
        if (heading, address) not in self.seen_well:
            self.seen_well.add((heading, address))
            self.is_served_well()

    def is_served_well(self) -> None:
        """No accessibility rule is broken on this page, and nothing runs over its edge.

        The rules are checked by a script: where none runs, only the edge.
        """
        serves_everybody(self.page) if self.javascript else fits_its_window(self.page)

    def words(self, text: str, **names: str) -> re.Pattern:
        """The words in this person's language as part of what stands there, whatever the case."""
        with translation.override(self.language):
            own = translation.gettext(text)
        own = form_words().get((self.language, text), own)
        return re.compile(re.escape(own % names if names else own), re.IGNORECASE)

    def takes_a_picture(self, folder: Path) -> None:
        self.page.screenshot(path=folder / f"{next(pictures):02}.png", full_page=True)


@cache
def form_words() -> dict[tuple[str, str], str]:
    """What the forms of the pack call their sections, by language and English words."""
    found = {}
    for book in read_workbooks(cast.PACK):
        for section in book.form.root.children if book.form else ():
            said = section.label.by_language
            english = plain(section.label.words("English (en)"))
            found |= {(code(language), english): plain(words) for language, words in said.items()}
    return found


def code_now(secret: str) -> int:
    """The number an authenticator shows at this moment."""
    return totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
