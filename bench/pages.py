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
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from bench import cpu
from bench.filling import fill
from bench.installation import DATA_DIR, installed, quantile, wait_until_well
from bench.people import SECTION, People, find

TOKEN = "b" * 32
REPORTS = 60
ROWS = 50
WARM_UP = 5
BARE, EMPTY = "empty view of Django", "empty view of Samaan, signed in"

# As `samaan serve` runs it, but that an idle line stays open.
SERVER = ["--no-access-log", "--log-level", "warning", "--http", "h11", "--ws", "none", "--timeout-keep-alive", "600"]

Acts = dict[str, Callable[[], str]]
HEADS = ("p50", "× Django's", "× Samaan's", "CPU × Django's")


class Cost(NamedTuple):
    """What one page costs, in milliseconds: the median that a browser waits, and processor time on the server."""

    p50: float
    cpu: float


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
        self.browser, self.path = browser, f"/screenings/{people.screening}/"
        found = re.search(r'data-version="(\d+)"', self.show())
        self.version = found[1] if found else "0"

    def show(self) -> str:
        return self.browser.get(f"{self.path}part/{SECTION}/")

    def save(self) -> str:
        name = f"{SECTION}_recruitment_note"
        words = {name: f"She was promised work in a shop. {uuid4()}"}
        told = self.browser.post(f"{self.path}answer/", field=name, version=self.version, **words)
        self.version = str(json.loads(told)["version"])
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
        rows: dict[str, list[Cost]] = {}
        with psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
            for cases in asked.cases:
                fill(admin, cases=cases, manager=people.managers, investigator=people.investigators)
                for name, cost in measure(people, asked.times).items():
                    rows.setdefault(name, []).append(cost)
        print_table(asked.cases, rows)


def measure(people: People, times: int) -> dict[str, Cost]:
    """What each page costs."""
    return measure_acts(lambda port: acts_of(port, people), times)


def measure_acts(acts_at: Callable[[int], Acts], times: int) -> dict[str, Cost]:
    """The same of any acts, made for the port of a server of their own."""
    from samaan.server.postgres import free_port

    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.server:application", "--port", str(port), *SERVER]
    process = subprocess.Popen(command, env=os.environ)
    try:
        wait_until_well(f"http://127.0.0.1:{port}")
        acts = acts_at(port)
        check(acts)
        medians = waited(acts, times)
        server = [process.pid, int((DATA_DIR / "postgres" / "postmaster.pid").read_text().split()[0])]
        return {name: Cost(medians[name], processor_time(act, times, server)) for name, act in acts.items()}
    finally:
        process.terminate()
        process.wait(20)


def waited(acts: Acts, times: int) -> dict[str, float]:
    """The median time of each page, all of them in turn.

    The empty view is asked beside each of them, so that whatever else the machine does is in both.
    """
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(times + WARM_UP):
        for name, act in acts.items():
            floor, spent = milliseconds(acts[BARE]), milliseconds(act)
            if turn >= WARM_UP:
                taken[BARE].append(floor)
                taken[name].append(spent)
    return {name: quantile(values, 0.5) for name, values in taken.items()}


def processor_time(act: Callable[[], str], times: int, server: list[int]) -> float:
    """What the web process and the database compute for one page, on average."""
    before = cpu.used_by(server)
    for _ in range(times):
        act()
    return (cpu.used_by(server) - before) / times


def milliseconds(act: Callable[[], str]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


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
        "screening: a section": screening.show,
        "screening: saving an answer": screening.save,
        "director: work list of all cases": lambda: director.get("/cases/"),
        "director: work list of all reports": lambda: director.get("/reports/"),
        "director: home": lambda: director.get("/"),
        "director: map of the services": lambda: director.get("/map/?layer=services"),
        "director: where people wait": lambda: director.get("/steward/"),
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


def print_table(sizes: list[int], rows: dict[str, list[Cost]]) -> None:
    """Each page beside the two floors of its run, and what became of it from the first size to the last."""
    print(
        "| page | " + " | ".join(f"{head} at {size:,}" for size in sizes for head in HEADS) + " | growth | CPU growth |"
    )
    print("|---|" + "---|" * (len(HEADS) * len(sizes) + 2))
    for name, costs in rows.items():
        cells = [
            cell
            for number, cost in enumerate(costs)
            for cell in compared(cost, rows[BARE][number], rows[EMPTY][number])
        ]
        cells += [f"{costs[-1].p50 / costs[0].p50:.2f}", f"{costs[-1].cpu / costs[0].cpu:.2f}"]
        print(f"| {name} | " + " | ".join(cells) + " |")


def compared(cost: Cost, bare: Cost, signed_in: Cost) -> list[str]:
    ratios = (cost.p50 / bare.p50, cost.p50 / signed_in.p50, cost.cpu / bare.cpu)
    return [f"{cost.p50:.1f} ms", *(f"{ratio:.1f}" for ratio in ratios)]


if __name__ == "__main__":
    main()
