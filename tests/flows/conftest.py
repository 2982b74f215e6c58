"""A real browser and the real processes, for journeys that read as prose."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from samaan.server.postgres import free_port

if TYPE_CHECKING:
    from tests.flows.visitor import Visitor

START_SECONDS = 30


@pytest.fixture(scope="session")
def site(server_environment: dict[str, str]) -> Iterator[str]:
    """The address of a web process on the test database; each test finds it with nothing but its own in there."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = server_environment | {"SAMAAN_BASE_URL": address}
    with running("serve", "--port", str(port), environment=environment):
        wait_until_well(port)
        yield address


@pytest.fixture
def worker(site: str, process_environment: dict[str, str]) -> Iterator[None]:
    """The process that sends e-mail."""
    with running("work", environment=process_environment | {"SAMAAN_BASE_URL": site}):
        yield


@contextmanager
def running(*command: str, environment: dict[str, str]) -> Iterator[None]:
    samaan = str(Path(sys.executable).with_name("samaan"))
    process = subprocess.Popen([samaan, *command], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_until_well(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web process did not start")


@pytest.fixture
def visit(browser: Browser, site: str, transactional_db: None) -> "Iterator[Callable[..., Visitor]]":
    """`visit("es", phone=True)`: somebody new with a browser of their own; `kind` says what they can do."""
    from tests.flows.visitor import Visitor  # this file is read before Django is set up

    visitors: list[Visitor] = []

    def begin(
        language: str = "en", *, phone: bool = False, javascript: bool = True, kind: type[Visitor] = Visitor
    ) -> Visitor:
        visitors.append(kind(browser, site, language, phone=phone, javascript=javascript))
        return visitors[-1]

    yield begin
    for visitor in visitors:
        visitor.leave()
