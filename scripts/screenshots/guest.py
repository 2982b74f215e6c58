"""People of the demo with a browser each, in a language and on a size."""

import base64
import hmac
import struct
import time
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext, Page

from scripts.screenshots.demo import Stage

if TYPE_CHECKING:
    from scripts.screenshots.pages import Picture

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {1280: 900, 390: 844}
# How much of a long page is drawn, in screens.
SCREENS = {1280: 1.6, 390: 2.0}


class Guests:
    """Everybody signs in once; each picture is drawn in a window of its own."""

    def __init__(self, browser: Browser, stage: Stage):
        self.browser, self.stage = browser, stage
        self.signed_in: dict[str, dict] = {}

    def draw(self, picture: "Picture", language: str, width: int, *, whole: bool) -> bytes:
        context = self.window(picture.who, language, width)
        try:
            page = context.new_page()
            picture.go(Guide(page, self.stage.address, language))
            page.wait_for_timeout(300)
            height = page.evaluate("document.documentElement.scrollHeight")
            shown = height if whole else min(height, int(HEIGHTS[width] * SCREENS[width]))
            page.set_viewport_size({"width": width, "height": max(shown, HEIGHTS[width] if width > 390 else 1)})
            return page.screenshot(animations="disabled", caret="hide")
        finally:
            context.close()

    def window(self, who: str, language: str, width: int) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            locale={"en": "en-TT", "es": "es-VE"}[language],
            timezone_id="America/Port_of_Spain",
            has_touch=width == 390,
            storage_state=self.session_of(who) if who else None,
        )
        context.set_default_timeout(10_000)
        return context

    def session_of(self, who: str) -> dict:
        if who not in self.signed_in:
            context = self.browser.new_context()
            sign_in(context.new_page(), self.stage, who)
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]


def sign_in(page: Page, stage: Stage, who: str) -> None:
    account = stage.accounts[who]
    page.goto(f"{stage.address}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", account["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", code_now(account["totp_secret"]))
    page.press("input[name=code]", "Enter")
    page.wait_for_selector("main h1")


def code_now(secret: str) -> str:
    """What an authenticator shows for this secret now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


class Guide:
    """Finds a page as a person would, by links; `?lang=` keeps each account's own language."""

    def __init__(self, page: Page, address: str, language: str):
        self.page, self.address, self.language = page, address, language

    def to(self, path: str) -> None:
        parts = path.removeprefix(self.address).split("?")
        query = "&".join([*parts[1:], f"lang={self.language}"])
        self.page.goto(f"{self.address}{parts[0]}?{query}")

    def links(self, holding: str) -> list[str]:
        """Where the links of this page lead whose address holds these words, each once."""
        found = self.page.locator(f"main a[href*='{holding}']").evaluate_all("all => all.map(each => each.href)")
        return list(dict.fromkeys(found))

    def follow(self, holding: str) -> None:
        self.to(self.links(holding)[0])

    def first(self, listed: str, having: str, rows: str = "main tbody a, main .rows a") -> None:
        """From a list, the first entry whose page has this."""
        self.to(listed)
        addresses = self.page.locator(rows).evaluate_all("all => all.map(each => each.href)")
        for address in dict.fromkeys(addresses):
            self.to(address)
            if self.page.locator(having).count():
                return
        raise LookupError(f"nothing on {listed} has {having}")
