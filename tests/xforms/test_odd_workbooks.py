"""Workbooks that are odd but legal, and some that other tools take for something else than they say."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from openpyxl import Workbook

from samaan.xforms.definition import Definition, Offer
from samaan.xforms.instance_xml import read_instance, write_instance
from samaan.xforms.reading import Read, read_form
from samaan.xforms.verdict import Verdict, apply_answers, new_instance

NOW = datetime(2026, 11, 30, 22, 30, tzinfo=timezone(timedelta(hours=-4)))
HEADS: list[object] = ["type", "name", "label"]
SETTINGS: list[list[object]] = [["form_title", "form_id", "version"], ["Test", "test", 1.0]]
YES_NO = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
Rows = list[list[object]]


def read(survey: Rows, choices: Rows | None = None, settings: Rows = SETTINGS, files: Mapping | None = None) -> Read:
    """What becomes of cells as Excel holds them: numbers, dates, truths."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in (("survey", survey), ("choices", choices or []), ("settings", settings)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return read_form(file.getvalue(), files)


def sound(*given, **more) -> Definition:
    found = read(*given, **more)
    assert found.faults == ()
    assert found.form is not None
    return found.form


def places(*given, **more) -> list[tuple[str, int, str]]:
    found = read(*given, **more)
    assert found.form is None
    assert all(fault.problem for fault in found.faults)
    return [(fault.sheet, fault.row, fault.column) for fault in found.faults]


def filled(form: Definition, *steps: Mapping[str, str]) -> Verdict:
    """A form answered in steps, by the last parts of the addresses."""
    instance = new_instance(form, now=NOW, chance=Random(1))
    verdict = apply_answers(instance, {}, now=NOW)
    for answers in steps:
        verdict = apply_answers(instance, {f"/data/{name}": text for name, text in answers.items()}, now=NOW)
    return verdict


# How often something is repeated

COUNTED = [*HEADS, "repeat_count"]


def test_a_repeat_may_have_a_fixed_number():
    form = sound([COUNTED, ["begin repeat", "child", None, 3.0], ["text", "name", "Name"], ["end repeat"]])

    assert filled(form)["/data/child[3]/name"].relevant


def test_a_repeat_may_be_counted_by_an_expression():
    form = sound(
        [
            COUNTED,
            ["select_multiple yn", "many", "Many"],
            ["begin repeat", "one", "One", "count-selected(${many}) + 1"],
            ["begin repeat", "inner", "Inner", "position(..)"],
            ["text", "name", "Name"],
            ["end repeat"],
            ["end repeat"],
        ],
        YES_NO,
    )
    verdict = filled(form, {"many": "yes no"})

    assert [address for address in verdict.judged if address.endswith("name")] == [
        "/data/one[1]/inner[1]/name",
        "/data/one[2]/inner[1]/name",
        "/data/one[2]/inner[2]/name",
        "/data/one[3]/inner[1]/name",
        "/data/one[3]/inner[2]/name",
        "/data/one[3]/inner[3]/name",
    ]


def test_the_number_that_a_telephone_sends_with_a_repeat_is_no_question():
    form = sound([COUNTED, ["begin repeat", "child", None, "2"], ["text", "name", "Name"], ["end repeat"]])
    sent = (
        '<data id="test" version="1"><child_count>2</child_count>'
        "<child><name>Luz</name></child><child><name>Rio</name></child></data>"
    )
    instance = read_instance(form, sent)

    assert instance.value("/data/child[2]/name") == "Rio"
    assert b"child_count" not in write_instance(instance)


def test_a_question_of_ones_own_may_be_called_like_a_count():
    form = sound(
        [
            [*COUNTED, "calculation"],
            ["calculate", "r_count", None, None, "once(2)"],
            ["begin repeat", "r", "R", "${r_count}"],
            ["text", "a", "A"],
            ["end repeat"],
        ]
    )

    assert filled(form)["/data/r[2]/a"].relevant
    assert (
        "<r_count>2</r_count>"
        in write_instance(read_instance(form, '<data id="test" version="1"><r_count>2</r_count></data>')).decode()
    )


# Cells as Excel holds them


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("date", datetime(2010, 6, 15), "2010-06-15"),
        ("dateTime", datetime(2010, 6, 15, 13, 30), "2010-06-15T13:30:00"),
        ("decimal", 1.0, "1"),
        ("decimal", 51.3, "51.3"),
        ("text", True, "TRUE"),
    ],
)
def test_a_default_is_what_the_cell_holds(kind: str, cell: object, expected: str):
    form = sound([[*HEADS, "default"], [kind, "a", "A", cell]])
    verdict = filled(form)

    assert verdict["/data/a"].value == expected
    assert verdict.problems == {}


def test_the_names_of_choices_are_those_that_a_telephone_sends():
    cells: Rows = [
        ["list_name", "name", "label"],
        ["x", True, "Yes"],
        ["x", 2.0, "Two"],
        ["x", datetime(2026, 1, 2), "Day"],
    ]
    form = sound([HEADS, ["select_one x", "a", "A"]], cells)

    names = list(form.lists["x"].by_name)
    assert names == ["TRUE", "2", "2026-01-02"]
    assert all(f"<name>{name}</name>" in form.xform for name in names)


@pytest.mark.parametrize("cell", ["yes", "YES", "True", "true()", True, 1.0, " yes "])
def test_there_are_many_ways_to_say_required(cell: object):
    form = sound([[*HEADS, "required"], ["text", "a", "A", cell]])

    assert filled(form)["/data/a"].required


# Ways to write a type and a column


@pytest.mark.parametrize("written", ["select one yn", "select_one   yn ", " select_one yn"])
def test_a_type_may_be_written_with_spaces(written: str):
    assert sound([HEADS, [written, "a", "A"]], YES_NO).questions["/data/a"].offer == Offer("yn")


def test_a_type_from_a_file_may_be_written_with_spaces():
    form = sound([HEADS, ["select one from file f.csv", "a", "A"]], files={"f.csv": b"name,label\na,A\n"})

    assert form.questions["/data/a"].offer == Offer("f")


@pytest.mark.parametrize(
    ("survey", "choices", "expected"),
    [
        # Rows that pyxform would pass over
        ([[*HEADS, "disabled"], ["text", "a", "A", "yes"]], None, [("survey", 1, "disabled")]),
        # Old names of columns
        ([[*HEADS, "caption"], ["text", "a", "A", "B"]], None, [("survey", 1, "caption")]),
        ([[*HEADS, "command"], ["text", "a", "A", "note"]], None, [("survey", 1, "command")]),
        ([[*HEADS, "requiredMsg"], ["text", "a", "A", "x"]], None, [("survey", 1, "requiredMsg")]),
        (
            [[*HEADS, "jr:count"], ["begin repeat", "r", "R", 3], ["text", "a", "A"], ["end repeat"]],
            None,
            [("survey", 1, "jr:count")],
        ),
        (
            [HEADS, ["select_one x", "a", "A"]],
            [["list_name", "name", "label", "value"], ["x", "a", "A", "b"]],
            [("choices", 1, "value")],
        ),
        # More columns than are read
        ([[*HEADS, *(f"remark{n}" for n in range(200))], ["text", "a", "A"]], None, [("survey", 1, "remark197")]),
        # Ranges that nobody can count
        ([[*HEADS, "parameters"], ["range", "a", "A", "start=10 end=0"]], None, [("survey", 2, "parameters")]),
        ([[*HEADS, "parameters"], ["range", "a", "A", "step=0"]], None, [("survey", 2, "parameters")]),
    ],
)
def test_what_other_tools_would_take_otherwise_is_refused(survey: Rows, choices: Rows | None, expected: list):
    assert places(survey, choices) == expected


@pytest.mark.parametrize(("empty", "faults"), [(60, []), (61, [("survey", 64, "")])])
def test_what_stands_far_below_is_not_overlooked(empty: int, faults: list):
    found = read([HEADS, ["text", "a", "A"], *([[]] * empty), ["text", "b", "B"]])

    assert [(fault.sheet, fault.row, fault.column) for fault in found.faults] == faults
    assert found.form is None or 'ref="/data/b"' in found.form.xform


@pytest.mark.parametrize(("empty", "faults"), [(20, []), (21, [("survey", 1, "relevant")])])
def test_what_stands_far_to_the_right_is_not_overlooked(empty: int, faults: list):
    found = read([[*HEADS, *([None] * empty), "relevant"], ["text", "a", "A", *([None] * empty), "1 = 1"]])

    assert [(fault.sheet, fault.row, fault.column) for fault in found.faults] == faults
    assert found.form is None or found.form.questions["/data/a"].relevant is not None


def test_settings_fit_where_they_are_kept():
    settings: Rows = [["form_title", "form_id", "version"], ["T" * 201, "t" * 65, "1" * 41]]

    assert places([HEADS, ["text", "a", "A"]], None, settings) == [
        ("settings", 2, "form_id"),
        ("settings", 2, "form_title"),
        ("settings", 2, "version"),
    ]


# CSV files

CHOSEN = [HEADS, ["select_one_from_file f.csv", "a", "A"]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"name;label\na;A\n", [("f.csv", 1, "name;label")]),
        (b"name,label,label\na,A,B\n", [("f.csv", 1, "label")]),
        (b"name,label\n,A\n", [("survey", 2, "type")]),
        (b"name,label\na b,A\n", [("survey", 2, "type")]),
    ],
)
def test_a_file_that_nobody_can_choose_from_says_so(data: bytes, expected: list):
    assert places(CHOSEN, files={"f.csv": data}) == expected
