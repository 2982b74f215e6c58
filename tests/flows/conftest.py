"""A real browser, the real web process and the real worker, for journeys that read as prose."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from samaan.server.postgres import free_port

if TYPE_CHECKING:
    from tests.flows.visitor import Visitor

START_SECONDS = 30


@pytest.fixture
def site(process_environment: dict[str, str]) -> Iterator[str]:
    """The address of a web process with a worker beside it, on this test's database."""
    port = free_port()
    samaan = str(Path(sys.executable).with_name("samaan"))
    environment = process_environment | {"SAMAAN_BASE_URL": f"http://127.0.0.1:{port}"}
    running = [
        subprocess.Popen([samaan, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL),
        subprocess.Popen([samaan, "work"], env=environment, stdout=subprocess.DEVNULL),
    ]
    try:
        wait_until_well(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in running:
            process.terminate()
        for process in running:
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
def visit(browser: Browser, site: str) -> "Iterator[Callable[..., Visitor]]":
    """`visit("es", phone=True)`: somebody new with a browser of their own."""
    from tests.flows.visitor import Visitor  # this file is read before Django is set up

    visitors: list[Visitor] = []

    def begin(language: str = "en", *, phone: bool = False, javascript: bool = True) -> Visitor:
        visitors.append(Visitor(browser, site, language, phone=phone, javascript=javascript))
        return visitors[-1]

    yield begin
    for visitor in visitors:
        visitor.leave()
