"""A form of 150 questions with three repeats: its first page and one answer, beside empty views of the same server.

    python -m bench.forms [--times 60]

The form is filled in about a real case by its case manager. Once its questions stand in ten groups, a page each; once
all of them stand on one page. The empty view is asked beside each, so that whatever else the machine does is in both.
"""

import argparse
import gzip
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml
from openpyxl import Workbook

from bench import installation
from bench.installation import installed, wait_until_well
from bench.pages import BARE, EMPTY, SERVER, Browser, waited
from bench.xforms import FILES, HEADS, rows

QUESTIONS, GROUPS, REPORTS = 150, 10, 30
MOST = {"times": 60, "kB": 60}
ASSET = re.compile(r"""(?:href|src)=["'](/static/[^"']+)["']""")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        installation.PACK = pack_with_forms(Path(folder))
        os.environ["SAMAAN_PACK"] = str(installation.PACK)
        with installed():
            import samaan.demo

            samaan.demo.load(reports=REPORTS)
            measure(begin_forms(), asked.times)


def pack_with_forms(folder: Path) -> Path:
    """The pack of the country with two forms more."""
    pack = folder / "tt"
    shutil.copytree(installation.PACK, pack)
    for name, data in FILES.items():
        (pack / "forms" / name).write_bytes(data)
    said = yaml.safe_load((pack / "instruments.yaml").read_text())
    for code, groups in (("bench_groups", GROUPS), ("bench_page", 1)):
        (pack / "forms" / f"{code}.xlsx").write_bytes(workbook(code, groups))
        words = dict.fromkeys(("en", "es", "fr"), code)
        of_case = {"record": "case", "compartment": "care", "fill": "case.manage", "several": True}
        said["instruments"].append({"code": code, "form": code, "label": words, "purpose": "needs"} | of_case)
    (pack / "instruments.yaml").write_text(yaml.safe_dump(said, allow_unicode=True))
    return pack


def workbook(code: str, groups: int) -> bytes:
    """150 questions with every kind of expression, in so many groups, and three repeats."""
    book = Workbook()
    book.remove(book.active)
    survey, choices, settings = (book.create_sheet(name) for name in ("survey", "choices", "settings"))
    survey.append(HEADS)
    each = QUESTIONS // groups
    for group in range(groups):
        survey.append(("begin group", f"g{group}", f"Group {group}", f"Grupo {group}"))
        for number in range(group * each, (group + 1) * each):
            for row in rows(number):
                survey.append(row)
        survey.append(("end group",))
    for number in range(3):
        survey.append(("begin repeat", f"r{number}", "Repeat", "Repetición"))
        survey.append(("integer", f"r{number}_0", "Of it", "De ello", "", ". < 100"))
        survey.append(("text", f"r{number}_1", f"More of ${{r{number}_0}}", "Más", f"${{r{number}_0}} > 3"))
        survey.append(("end repeat",))
        survey.append(("calculate", f"sum{number}", "", "", "", "", f"sum(${{r{number}_0}})"))
    choices.append(("list_name", "name", "label::English (en)", "label::Español (es)"))
    for number in range(6):
        choices.append(("scale", str(number), f"Step {number}", f"Paso {number}"))
    settings.append(("form_title", "form_id", "version", "default_language"))
    settings.append((code, code, "1", "English (en)"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def begin_forms() -> tuple[str, dict[str, str]]:
    """The case manager’s cookie, and the first page of each form."""
    from bench.people import user_called
    from bench.sessions import cookie_of
    from samaan import countrypack
    from samaan.access import context
    from samaan.cases.models import Case
    from samaan.questionnaires import workflow

    manager = user_called("case.manager")
    with context.acting(context.of_user(manager)):
        case = Case.objects.filter(case_manager=manager).exclude(status="closed").first()
        instruments = countrypack.pack().instruments
        found = {
            code: workflow.begin_submission(instruments[code], case, by=manager)
            for code in ("bench_groups", "bench_page")
        }
    return cookie_of(manager), {code: f"/forms/{form.pk}/" for code, form in found.items()}


def measure(begun: tuple[str, dict[str, str]], times: int) -> None:
    from samaan.server.postgres import free_port

    cookie, forms = begun
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.server:application", "--port", str(port), *SERVER]
    process = subprocess.Popen(command, env=os.environ)
    try:
        wait_until_well(f"http://127.0.0.1:{port}")
        browser = Browser(port, cookie)
        acts: dict[str, Callable[[], str]] = {
            BARE: lambda: browser.get("/bare/"),
            EMPTY: lambda: browser.get("/empty/"),
        }
        for words, code in (("ten groups", "bench_groups"), ("one page of 150", "bench_page")):
            filling = Filling(browser, forms[code])
            acts[f"{words}: the first page"] = filling.show
            acts[f"{words}: one answer"] = filling.save
        medians = waited(acts, times)
        print_times(medians)
        for words, code in (("ten groups", "bench_groups"), ("one page of 150", "bench_page")):
            print_weight(words, port, cookie, f"{forms[code]}part/g0/")
    finally:
        process.terminate()
        process.wait(20)


class Filling:
    """A form that is being filled in: every answer brings the version of the one before and what the page shows."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.browser, self.path, self.turn = browser, path, 0
        page = self.show()
        found = re.search(r'data-version="(\d+)"', page)
        self.version = found[1] if found else "0"
        shown = re.findall(r'id="(q-[^"]+)"\s+data-print="([^"]+)"', page)
        if len(shown) < QUESTIONS // GROUPS - 5:
            raise SystemExit(f"the page shows {len(shown)} questions")
        self.prints = json.dumps(dict(shown))

    def show(self) -> str:
        return self.browser.get(f"{self.path}part/g0/")

    def save(self) -> str:
        self.turn += 1
        address = "/data/g0/q1" if "g0/q0" not in self.prints else "/data/g0/q0"
        given = {"field": address, address: str(self.turn % 6), "version": self.version, "prints": self.prints}
        told = self.browser.post(f"{self.path}answer/", **given)
        self.version = str(json.loads(told)["version"])
        return told


def print_times(medians: dict[str, float]) -> None:
    print(f"| | p50 | × Django's empty view | × Samaan's | at most {MOST['times']} |")
    print("|---|---|---|---|---|")
    for name, spent in medians.items():
        ratio = spent / medians[BARE]
        kept = "yes" if ratio <= MOST["times"] else "no"
        print(f"| {name} | {spent:.1f} ms | {ratio:.1f} | {spent / medians[EMPTY]:.1f} | {kept} |")


def print_weight(words: str, port: int, cookie: str, path: str) -> None:
    """What a browser that has nothing yet fetches, compressed."""
    page, size = fetched(port, path, cookie)
    assets = {found: fetched(port, found, cookie)[1] for found in dict.fromkeys(ASSET.findall(page))}
    whole = (size + sum(assets.values())) / 1000
    kept = "yes" if whole <= MOST["kB"] else "no"
    print(f"\n{words}: {whole:.1f} kB compressed, of it the page {size / 1000:.1f} kB; at most {MOST['kB']} kB: {kept}")


def fetched(port: int, path: str, cookie: str) -> tuple[str, int]:
    """What is there, and how many bytes came over the line."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    packed = answer.headers.get("Content-Encoding") == "gzip"
    text = gzip.decompress(body) if packed else body
    # What the server leaves as it is (the proxy packs it) counts as packed by it.
    return text.decode(errors="replace"), len(body if packed else gzip.compress(body, 6))


if __name__ == "__main__":
    main()
