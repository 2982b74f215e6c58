"""Pages under load of data: each beside an empty view of the same server, with few cases and with many.

    python -m bench.pages [--cases 1000 100000] [--times 60]

One person after another asks, over one kept connection, as a browser does. The empty view goes through the same
middleware and answers nothing. Every case has three referrals.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from uuid import uuid4

import psycopg

from bench.filling import fill
from bench.installation import installed, quantile, wait_until_well

REFERRALS_EACH = 3
TOKEN = "b" * 32
REPORTS = 60


class Browser:
    """A signed-in person's browser, as far as the server notices."""

    def __init__(self, port: int, cookie: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": f"{cookie}; csrftoken={TOKEN}", "Accept": "text/html"}

    def get(self, path: str) -> str:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> str:
        from urllib.parse import urlencode

        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"})

    def ask(self, method: str, path: str, body: str | None = None, more: dict | None = None) -> str:
        self.line.request(method, path, body, self.headers | (more or {}))
        answer = self.line.getresponse()
        text = answer.read().decode()
        if answer.status not in (200, 204, 302):
            raise SystemExit(f"{method} {path}: {answer.status} {text[:300]}")
        return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with installed() as database:
        import samaan.demo

        samaan.demo.load(reports=REPORTS)
        manager, oversight, case, referral = subjects()
        rows: dict[str, list[float]] = {}
        with psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
            for cases in asked.cases:
                fill(admin, cases=cases, referrals_each=REFERRALS_EACH, oversight=oversight)
                for name, ratio in measure(manager, case, referral, asked.times).items():
                    rows.setdefault(name, []).append(ratio)
        print_table(asked.cases, rows)


def subjects() -> tuple[str, list[int], str, str]:
    """A case manager's cookie, the principals that oversee, a case and a referral of that manager."""
    from bench.sessions import cookie_of
    from samaan.access import context, principals
    from samaan.accounts.models import Role, User
    from samaan.cases.models import Case
    from samaan.referrals.models import Referral

    user = User.objects.select_related("role", "organisation", "unit").get(email="case.manager@ctu.example")
    oversight = [
        principals.seat(role.code, user.organisation_id) for role in Role.objects.filter(oversight__has_key="case")
    ]
    with context.acting(context.of_user(user)):
        referral = Referral.objects.filter(sender=user, status="accepted").first()
        assert referral is not None
        case = Case.objects.get(pk=referral.case_id)
    return cookie_of(user), oversight, str(case.pk), str(referral.pk)


def measure(cookie: str, case: str, referral: str, times: int) -> dict[str, float]:
    """Median milliseconds of each page, and of the empty view, in turn."""
    from samaan.server.postgres import free_port

    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.server:application", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen([*command, "--log-level", "warning"], env=os.environ)
    try:
        wait_until_well(f"http://127.0.0.1:{port}")
        browser = Browser(port, cookie)
        acts: dict[str, Callable[[], str]] = {
            "empty view": lambda: browser.get("/empty/"),
            "work list of cases": lambda: browser.get("/cases/"),
            "work list of referrals": lambda: browser.get("/referrals/"),
            "case page": lambda: browser.get(f"/cases/{case}/"),
            "saving a step (a note on the case)": lambda: browser.post(
                f"/cases/{case}/notes/new/", compartment="care", text="Called at the safe hour.", nonce=str(uuid4())
            ),
            "sending a chat message": lambda: browser.post(
                f"/referrals/{referral}/message/", text="Thank you.", nonce=str(uuid4())
            ),
            "home": lambda: browser.get("/"),
        }
        if not re.search("<main", browser.get(f"/cases/{case}/")):
            raise SystemExit("the case page does not show")
        taken: dict[str, list[float]] = {name: [] for name in acts}
        for turn in range(times + 5):
            for name, act in acts.items():
                began = time.perf_counter()
                act()
                if turn >= 5:
                    taken[name].append((time.perf_counter() - began) * 1000)
        return {name: quantile(values, 0.5) for name, values in taken.items()}
    finally:
        process.terminate()
        process.wait(20)


def print_table(sizes: list[int], rows: dict[str, list[float]]) -> None:
    floor = rows["empty view"]
    heads = " | ".join(f"p50 at {size:,} cases | times empty" for size in sizes)
    print(f"| page | {heads} | growth |")
    print("|---|" + "---|---|" * len(sizes) + "---|")
    for name, medians in rows.items():
        cells = " | ".join(f"{m:.1f} ms | {m / f:.1f}" for m, f in zip(medians, floor, strict=True))
        print(f"| {name} | {cells} | {medians[-1] / medians[0]:.2f} |")


if __name__ == "__main__":
    main()
