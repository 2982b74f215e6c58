"""What every page owes everybody: no accessibility rule broken, and nothing over its edge."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

axe = Axe()
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def serves_everybody(page: Page) -> None:
    found = axe.run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    fits_its_window(page)


def fits_its_window(page: Page) -> None:
    assert not page.evaluate(WIDE), f"{page.url} scrolls sideways"
