"""One Chromium for a whole test run; somebody signed in, with Django's test client or in it."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.policy import Violations
from tests.support.sessions import signed_in, take_in

if TYPE_CHECKING:
    from samaan.accounts.models import User  # this file is read before Django is set up

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
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
# Playwright keeps a loop running in this thread; the database is used between its calls, never inside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def violations() -> Violations:
    """What pages tried against their content security policy."""
    return Violations()


@pytest.fixture(scope="session")
def browser(violations: Violations) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        violations.watch(browser)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def within_the_policy(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page of any browser test tries anything that its content security policy forbids."""
    yield
    if "browser" in request.fixturenames:
        assert request.getfixturevalue("violations").take() == []


@pytest.fixture
def browse() -> Callable[..., Client]:
    """`browse(user)`: a client in which this colleague is signed in; `htmx=True` asks as an open page does."""

    def enter(user: "User", *, htmx: bool = False) -> Client:
        return signed_in(user, headers={"HX-Request": "true"} if htmx else {})

    return enter


@pytest.fixture
def look(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`look(user)`: an empty tab of a browser in which this colleague is signed in; its mistakes fail the test."""
    contexts: list[BrowserContext] = []
    mistakes: list[str] = []

    def open_tab(user: "User | None" = None, size: str = "desk", **options) -> Page:
        context = browser.new_context(viewport=SIZES[size], base_url=live_server.url, **options)
        context.set_default_timeout(8000)
        contexts.append(context)
        if user:
            take_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert mistakes == []
