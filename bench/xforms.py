"""A form of 300 questions: how long one changed answer takes, beside reading the filled-in form at all.

    python -m bench.xforms [--questions 300] [--times 200]

A change is what a page asks for: the stored XML is read, one answer is written, everything is worked out and judged
anew, and the XML is written again. The floor is reading the same XML with the standard library.
"""

import argparse
import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from openpyxl import Workbook

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HEADS = (
    "type",
    "name",
    "label::English (en)",
    "label::Español (es)",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "required",
)
FILES = {"towns.csv": b"name,label,region\n" + b"".join(b"t%d,Town %d,r%d\n" % (n, n, n % 40) for n in range(2000))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args()
    prepare()
    from samaan.xforms.instance_xml import read_instance, write_instance
    from samaan.xforms.reading import read_form
    from samaan.xforms.verdict import apply_answers, new_instance

    data = workbook(asked.questions)
    read = read_form(data, FILES)
    assert read.form, read.faults
    form = read.form
    instance = new_instance(form, now=NOW)
    for number in range(3):
        for _more in range(4):
            instance.add_repeat(f"/data/r{number}")
    apply_answers(instance, dict(answers(instance)), now=NOW)
    stored = write_instance(instance)
    turn = iter(range(10**9))

    def change() -> None:
        found = read_instance(form, stored)
        apply_answers(found, {"/data/q0": str(next(turn) % 100)}, now=NOW, language="es")
        write_instance(found)

    expressions = sum(bool(one.relevant) + bool(one.constraint) + bool(one.calculation) for one in form.order)
    floor, took = (quickest(act, asked.times) for act in (lambda: ElementTree.fromstring(stored), change))
    reading = quickest(lambda: read_form(data, FILES), 3)
    print(f"{len(form.questions)} questions, {expressions} expressions, {len(stored) / 1000:.0f} kB of XML\n")
    print("| | p50 ms of processor | times the floor |")
    print("|---|---|---|")
    for words, milliseconds in (
        ("reading the XML (floor)", floor),
        ("one change", took),
        ("reading the workbook", reading),
    ):
        print(f"| {words} | {milliseconds:.2f} | {milliseconds / floor:.0f} |")


def answers(instance) -> Iterator[tuple[str, str]]:
    """An answer to every question, also to those that are not relevant."""
    for nodes in instance.nodes().values():
        for node in nodes:
            question = instance.question(node)
            fitting = {"integer": "7", "text": "seven", "select_one": "3", "select_multiple": "1 3"}.get(question.kind)
            if fitting:
                yield node.address, "t7" if question.offer and question.offer.list == "towns" else fitting


def prepare() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaan.settings")
    django.setup()


def quickest(act: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time, the middle of many: others use the machine too."""
    act()
    found = []
    for _time in range(times):
        begun = time.process_time()
        act()
        found.append(time.process_time() - begun)
    return sorted(found)[len(found) // 2] * 1000


def workbook(questions: int) -> bytes:
    """Every kind of expression in the mix of a real screening."""
    book = Workbook()
    book.remove(book.active)
    survey, choices, settings = (book.create_sheet(name) for name in ("survey", "choices", "settings"))
    survey.append(HEADS)
    for number in range(questions):
        for row in rows(number):
            survey.append(row)
    for number in range(3):
        survey.append(("begin repeat", f"r{number}", "Repeat", "Repetición"))
        for inner in range(8):
            name = f"r{number}_{inner}"
            before = f"${{r{number}_{inner - 1}}} != ''" if inner else ""
            survey.append(("integer", name, f"Of ${{r{number}_0}}", "De", before, ". < 100"))
        survey.append(("end repeat",))
        survey.append(("calculate", f"sum{number}", "", "", "", "", f"sum(${{r{number}_0}})"))
    choices.append(("list_name", "name", "label::English (en)", "label::Español (es)"))
    for number in range(6):
        choices.append(("scale", str(number), f"Step {number}", f"Paso {number}"))
    settings.append(("form_title", "form_id", "version", "default_language"))
    settings.append(("Bench", "bench", "1", "English (en)"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows(number: int) -> list[tuple[str, ...]]:
    label, before = (f"Question {number}", f"Pregunta {number}"), f"${{q{number - 1}}}"
    match number % 6 if number else 1:
        case 0:
            return [("select_one scale", f"q{number}", *label, f"{before} >= 0 or {before} = ''")]
        case 1:
            return [("integer", f"q{number}", *label, "", ". >= 0 and . <= 120")]
        case 2:
            return [("calculate", f"q{number}", "", "", "", "", f"if({before} > 17, {before} + 1, 0)")]
        case 3:
            return [("text", f"q{number}", *label, f"{before} > 3 and {before} < 200", "string-length(.) > 1")]
        case 4:
            return [("select_multiple scale", f"q{number}", *label, f"selected({before}, '1') or ${{q0}} > 10")]
    return [
        (
            "select_one_from_file towns.csv",
            f"q{number}",
            *label,
            "",
            "",
            "",
            f"region = concat('r', ${{q{number - 4}}})",
        )
    ]


if __name__ == "__main__":
    main()
