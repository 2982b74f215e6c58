"""Pages under load of data: each beside an empty view of the same server, with few cases and with many.

    python -m bench.pages [--cases 1000 100000] [--times 60]

One person after another asks, over one kept connection each, as a browser does. Every case has three referrals and a
report. Two floors: an empty view of Django without any middleware, and an empty view of Samaan, signed in.
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from bench.filling import fill
from bench.installation import installed, quantile, wait_until_well
from bench.people import SECTION, People, find

TOKEN = "b" * 32
REPORTS = 60
ROWS = 50
WARM_UP = 5
BARE, EMPTY = "empty view of Django", "empty view of Samaan, signed in"

Acts = dict[str, Callable[[], str]]


class Browser:
    """A signed-in person's browser, as far as the server notices."""

    def __init__(self, port: int, cookie: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": f"{cookie}; csrftoken={TOKEN}", "Accept": "text/html"}

    def get(self, path: str) -> str:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> str:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"})

    def ask(self, method: str, path: str, body: str | None = None, more: dict | None = None) -> str:
        self.line.request(method, path, body, self.headers | (more or {}))
        answer = self.line.getresponse()
        text = answer.read().decode()
        if answer.status not in (200, 204, 302):
            raise SystemExit(f"{method} {path}: {answer.status} {text[:300]}")
        return text


class Screening:
    """A screening that is being filled in: every answer saved carries the version of the one before."""

    def __init__(self, browser: Browser, people: People) -> None:
        self.browser, self.path, self.version = browser, f"/screenings/{people.screening}/", people.revision

    def save(self) -> str:
        name = f"{SECTION}_recruitment_note"
        words = {name: f"She was promised work in a shop. {uuid4()}"}
        told = self.browser.post(f"{self.path}answer/", field=name, version=str(self.version), **words)
        self.version = json.loads(told)["version"]
        return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with installed() as database:
        import samaan.demo

        samaan.demo.load(reports=REPORTS)
        people = find()
        rows: dict[str, list[float]] = {}
        with psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
            for cases in asked.cases:
                fill(admin, cases=cases, manager=people.managers, investigator=people.investigators)
                for name, median in measure(people, asked.times).items():
                    rows.setdefault(name, []).append(median)
        print_table(asked.cases, rows)


def measure(people: People, times: int) -> dict[str, float]:
    """Median milliseconds of each page, all of them in turn."""
    from samaan.server.postgres import free_port

    port = free_port()
    # As `samaan serve` runs it.
    command = [sys.executable, "-m", "uvicorn", "bench.server:application", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen([*command, "--log-level", "warning", "--http", "h11", "--ws", "none"], env=os.environ)
    try:
        wait_until_well(f"http://127.0.0.1:{port}")
        acts = acts_of(port, people)
        check(acts)
        taken: dict[str, list[float]] = {name: [] for name in acts}
        for turn in range(times + WARM_UP):
            for name, act in acts.items():
                began = time.perf_counter()
                act()
                if turn >= WARM_UP:
                    taken[name].append((time.perf_counter() - began) * 1000)
        return {name: quantile(values, 0.5) for name, values in taken.items()}
    finally:
        process.terminate()
        process.wait(20)


def acts_of(port: int, people: People) -> Acts:
    """What is measured, by its name in the table."""
    manager, investigator = Browser(port, people.manager), Browser(port, people.investigator)
    director, head = Browser(port, people.director), Browser(port, people.head)
    screening = Screening(investigator, people)
    return {
        BARE: lambda: manager.get("/bare/"),
        EMPTY: lambda: manager.get("/empty/"),
        "work list of 50 cases": lambda: manager.get("/cases/"),
        "work list of 50 referrals": lambda: manager.get("/referrals/"),
        "work list of 50 reports": lambda: investigator.get("/reports/"),
        "case page": lambda: manager.get(f"/cases/{people.case}/"),
        "saving a step (a note on the case)": lambda: manager.post(
            f"/cases/{people.case}/notes/new/", compartment="care", text="Called at the safe hour.", nonce=str(uuid4())
        ),
        "sending a chat message": lambda: manager.post(
            f"/referrals/{people.referral}/message/", text="Thank you.", nonce=str(uuid4())
        ),
        "referral page with its chat": lambda: manager.get(f"/referrals/{people.referral}/"),
        "home of a case manager": lambda: manager.get("/"),
        "screening: a section": lambda: investigator.get(f"{screening.path}part/{SECTION}/"),
        "screening: saving an answer": screening.save,
        "director: work list of all cases": lambda: director.get("/cases/"),
        "director: work list of all reports": lambda: director.get("/reports/"),
        "director: home": lambda: director.get("/"),
        "head of investigations: work list of all reports": lambda: head.get("/reports/"),
        "head of investigations: home": lambda: head.get("/"),
    }


def check(acts: Acts) -> None:
    """That the pages are the pages, and the lists are full, before anything is measured."""
    for name, act in acts.items():
        text = act()
        if "work list" in name and (rows := len(re.findall('<a class="row-link', text))) != ROWS:
            raise SystemExit(f"{name}: {rows} rows")
        if "page" in name and "<main" not in text:
            raise SystemExit(f"{name} does not show")


def print_table(sizes: list[int], rows: dict[str, list[float]]) -> None:
    """Growth is of the ratios to the empty view of the same run: other work on the machine is in both."""
    bare, signed_in = rows[BARE], rows[EMPTY]
    heads = " | ".join(f"p50 at {size:,} cases | times Django's empty view | times Samaan's" for size in sizes)
    print(f"| page | {heads} | growth |")
    print("|---|" + "---|---|---|" * len(sizes) + "---|")
    for name, medians in rows.items():
        ratios = [m / b for m, b in zip(medians, bare, strict=True)]
        cells = " | ".join(
            f"{m:.1f} ms | {ratio:.1f} | {m / s:.1f}" for m, ratio, s in zip(medians, ratios, signed_in, strict=True)
        )
        print(f"| {name} | {cells} | {ratios[-1] / ratios[0]:.2f} |")


if __name__ == "__main__":
    main()
