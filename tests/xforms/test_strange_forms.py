"""Forms as a stranger might bring them: odd but legal ones are judged, broken ones say where and what to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from random import Random

import pytest

from samaan.xforms.instance_xml import read_instance, write_instance
from samaan.xforms.reading import read_form
from samaan.xforms.verdict import apply_answers, new_instance
from tests.xforms.workbooks import SETTINGS, table, workbook

NOW = datetime(2026, 11, 30, 22, 30, tzinfo=timezone(timedelta(hours=-4)))
YES_NO = "| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |"
NUMBERS = "| list_name | name | label |\n| n | 1 | One |\n| n | 2 | Two |\n| n | 03 | Three |"
TOWNS = (
    "| list_name | name | label | region | people |\n| region | e | East | | |\n| region | s | South | | |\n"
    "| town | arima | Arima | e | 33000 |\n| town | toco | Toco | e | 1300 |\n| town | cedros | Cedros | s | 2000 |"
)
LANGUAGES = (
    *("English (en)", "Español (es)", "Français (fr)", "العربية (ar)", "Kreyòl (ht)", "中文 (zh)"),
    *("Português (pt)", "हिन्दी (hi)", "Nederlands (nl)", "Patois (jam)", "Warao (wba)", "Русский (ru)"),
)
TWELVE = f"| form_title | form_id | version | default_language |\n| T | t | 1 | {LANGUAGES[3]} |"
REPEAT = {"type": "begin repeat", "name": "x", "label": "X"}
END = {"type": "end repeat"}


def text(name: str = "a", **more: str) -> dict[str, str]:
    return {"type": "text", "name": name, "label": "A", **more}


def integer(name: str, **more: str) -> dict[str, str]:
    return {"type": "integer", "name": name, "label": "N", **more}


def calculate(name: str, calculation: str) -> dict[str, str]:
    return {"type": "calculate", "name": name, "calculation": calculation}


def select(kind: str, name: str = "a", **more: str) -> dict[str, str]:
    return {"type": kind, "name": name, "label": "A", **more}


def begin(name: str, **more: str) -> dict[str, str]:
    return {"type": "begin repeat", "name": name, "label": "R", **more}


CASES: dict[str, tuple[list[dict[str, str]], str, list[object], dict[str, str]]] = {
    # Rows; choices; steps (answers, or the address of a repeat to add); values at the end
    "words of many scripts": (
        [text(label="ما اسمك؟ 😀 नाम"), text("b", hint="‏عربي‏")],
        "",
        [{"a": "ليلى 🙂"}],
        {"a": "ليلى 🙂"},
    ),
    "a very long label": ([text(label="x" * 20_000)], "", [], {"a": ""}),
    "names with every sign": (
        [text("_a"), text("b-c.d"), text("A"), text("a")],
        "",
        [{"A": "1", "a": "2"}],
        {"A": "1"},
    ),
    "names of functions": (
        [text("position"), text("div"), calculate("c", "concat(${position}, ${div})")],
        "",
        [{"div": "d"}],
        {"c": "d"},
    ),
    "one name in two groups": (
        [
            {"type": f"{way} group", "name": name, "label": "G"} if way != "a" else text()
            for name in "gh"
            for way in ("begin", "a", "end")
        ],
        "",
        [{"h/a": "x"}],
        {"h/a": "x", "g/a": ""},
    ),
    "a repeat and a group of one name": (
        [begin("r"), {"type": "begin group", "name": "r"}, text(), {"type": "end group"}, END],
        "",
        [{"r[1]/r/a": "x"}],
        {"r[1]/r/a": "x"},
    ),
    "an end with a name": ([{**REPEAT}, text(), {**END, "name": "x", "label": "X"}], "", [], {"x[1]/a": ""}),
    "typographic quotes": ([text(), calculate("c", "if(${a} = ‘x’, “y”, 'z')")], "", [{"a": "x"}], {"c": "y"}),
    "nested conditions": (
        [integer("n"), calculate("c", "if(${n} < 5, 'a', if(${n} < 12, 'b', if(${n} < 18, 'c', 'd')))")],
        "",
        [{"n": "13"}],
        {"c": "c"},
    ),
    "numbers as names of choices": (
        [select("select_one n"), calculate("c", "${a} = 1"), calculate("d", "${a} = '1'"), calculate("e", "${a} + 1")],
        NUMBERS,
        [{"a": "1"}],
        {"c": "true", "d": "true", "e": "2"},
    ),
    "a name of a choice with a zero before": ([select("select_one n")], NUMBERS, [{"a": "03"}], {"a": "03"}),
    "once(uuid())": (
        [text(), calculate("u", "once(string-length(uuid()))")],
        "",
        [{"a": "1"}, {"a": "2"}],
        {"u": "36"},
    ),
    "the name of a choice": (
        [select("select_multiple yn"), calculate("c", "jr:choice-name(selected-at(${a}, 1), '${a}')")],
        YES_NO,
        [{"a": "yes no"}],
        {"c": "No"},
    ),
    "days between": (
        [
            {**text("b"), "type": "date"},
            calculate("c", "int((today() - ${b}) div 365.25)"),
            calculate("d", "date(${b} + 30)"),
        ],
        "",
        [{"b": "2009-12-01"}],
        {"c": "16", "d": "2009-12-31"},
    ),
    "months of a date": (
        [{**text("b"), "type": "date"}, calculate("c", "format-date(${b}, '%Y') * 12 + format-date(${b}, '%n')")],
        "",
        [{"b": "2009-12-01"}],
        {"c": "24120"},
    ),
    "decimal-date-time of a date": (
        [{**text("b"), "type": "date"}, calculate("c", "decimal-date-time(${b}) + 1")],
        "",
        [{"b": "1970-01-02"}],
        {"c": "2"},
    ),
    "all answers of a repeat": (
        [
            REPEAT,
            integer("v"),
            END,
            calculate("s", "sum(${v})"),
            calculate("t", "sum(${x}/v)"),
            calculate("j", "join(', ', ${v})"),
        ],
        "",
        ["x", {"x[1]/v": "3", "x[2]/v": "4"}],
        {"s": "7", "t": "7", "j": "3, 4"},
    ),
    "concat over a repeat": (
        [REPEAT, text(), END, calculate("c", "concat(${a})")],
        "",
        ["x", {"x[1]/a": "p", "x[2]/a": "q"}],
        {"c": "pq"},
    ),
    "the largest of a repeat": (
        [REPEAT, integer("v"), END, calculate("c", "max(${v})")],
        "",
        ["x", {"x[1]/v": "3", "x[2]/v": "4"}],
        {"c": "4"},
    ),
    "some of a repeat": (
        [REPEAT, integer("v"), END, calculate("c", "count(${x}[v > 3])")],
        "",
        ["x", {"x[1]/v": "3", "x[2]/v": "4"}],
        {"c": "1"},
    ),
    "the place in a repeat": ([REPEAT, calculate("p", "position(..)"), text(), END], "", ["x"], {"x[2]/p": "2"}),
    "the repeat before": (
        [REPEAT, text(), calculate("c", "${x}[position() = position(current()/..) - 1]/a"), END],
        "",
        ["x", {"x[1]/a": "first"}],
        {"x[2]/c": "first"},
    ),
    "indexed-repeat": (
        [REPEAT, text(), END, calculate("c", "indexed-repeat(${a}, ${x}, 2)")],
        "",
        ["x", {"x[2]/a": "second"}],
        {"c": "second"},
    ),
    "three repeats in one another": (
        [
            *(REPEAT, integer("n"), begin("y", repeat_count="${n}"), begin("z", repeat_count="${n} * 2"), integer("v")),
            *(calculate("p", "concat(position(../../..), position(../..), position(..))"), END),
            *(calculate("w", "count(${z})"), END, calculate("k", "count(${y})"), END),
            *(calculate("t", "count(${z})"), calculate("i", "indexed-repeat(${v}, ${x}, 1, ${y}, 2, ${z}, 3)")),
        ],
        "",
        ["x", {"x[1]/n": "2"}, {"x[1]/y[2]/z[3]/v": "7"}],
        {"x[1]/y[2]/z[4]/p": "124", "x[1]/y[1]/w": "4", "x[1]/k": "2", "t": "8", "i": "7"},
    ),
    "a repeat for each choice": (
        [
            *(select("select_multiple yn"), begin("x", repeat_count="count-selected(${a})")),
            *(calculate("c", "selected-at(${a}, position(..) - 1)"), text("w", label="About ${c}"), END),
        ],
        YES_NO,
        [{"a": "yes no"}],
        {"x[2]/c": "no"},
    ),
    "a repeat counted by another": (
        [REPEAT, integer("v"), END, begin("y", repeat_count="sum(${v})"), text(), END],
        "",
        ["x", {"x[1]/v": "1", "x[2]/v": "2"}],
        {"y[3]/a": ""},
    ),
    "a repeat counted by nonsense": (
        [integer("n"), begin("y", repeat_count="${n} * 2"), text(), END, calculate("c", "count(${y})")],
        "",
        [{"n": "-3"}],
        {"c": "0"},
    ),
    "a filter from an outer repeat": (
        [
            *(REPEAT, select("select_one region", "r"), begin("y")),
            *(select("select_one town", choice_filter="region = ${r}"), END, END),
        ],
        TOWNS,
        [{"x[1]/r": "s", "x[1]/y[1]/a": "cedros"}],
        {"x[1]/y[1]/a": "cedros"},
    ),
    "a filter by several answers": (
        [select("select_multiple region", "r"), select("select_one town", choice_filter="selected(${r}, region)")],
        TOWNS,
        [{"r": "e s", "a": "cedros"}],
        {"a": "cedros"},
    ),
    "a filter by number": (
        [select("select_one town", choice_filter="people > 1500")],
        TOWNS,
        [{"a": "arima"}],
        {"a": "arima"},
    ),
    "a filter that is always true": (
        [select("select_one town", choice_filter="true()")],
        TOWNS,
        [{"a": "toco"}],
        {"a": "toco"},
    ),
    "out of the list": (
        [select("select_one town"), calculate("c", "instance('town')/root/item[name = ${a}]/people * 2")],
        TOWNS,
        [{"a": "toco"}],
        {"c": "2600"},
    ),
    "how many of the list": (
        [calculate("c", "count(instance('town')/root/item[region = 'e'])"), select("select_one town")],
        TOWNS,
        [],
        {"c": "2"},
    ),
    "an answer in words": (
        [text(), text("b", label="Dear ${a}", hint="So ${a} & <b>", guidance_hint="${a}")],
        "",
        [{"a": "Ana"}],
        {"b": ""},
    ),
    "an answer about itself": ([integer("a", constraint="${a} > 5 and . < 9")], "", [{"a": "7"}], {"a": "7"}),
    "a default worked out": (
        [{**text(), "type": "date", "default": "today()"}, integer("b", default="1+1"), text("c", default="-5")],
        "",
        [],
        {"a": "2026-11-30", "b": "2", "c": "-5"},
    ),
    "a default in a repeat": (
        [REPEAT, integer("a", default="position(..)"), text("b", default="w"), END],
        "",
        ["x"],
        {"x[2]/a": "2", "x[2]/b": "w"},
    ),
    "defaults that look like sums": (
        [text(default="http://x.y/z?q=1"), text("b", default="don't know")],
        "",
        [],
        {"a": "http://x.y/z?q=1", "b": "don't know"},
    ),
    "a note that calculates": (
        [{"type": "note", "name": "a", "label": "A", "calculation": "1 + 1"}, calculate("b", "${a} + 1")],
        "",
        [],
        {"b": "3"},
    ),
    "a question that calculates": ([integer("n"), text(calculation="${n} * 2")], "", [{"n": "4"}], {"a": "8"}),
    "conditions that are words": ([text(relevant="yes"), text("b", relevant="no", required="TRUE")], "", [], {"a": ""}),
    "only a note": ([{"type": "note", "name": "a", "label": "A"}], "", [], {"a": ""}),
    "an empty group": ([{"type": "begin group", "name": "g"}, {"type": "end group"}, text()], "", [], {"a": ""}),
    "parameters with commas and capitals": (
        [select("range", parameters="Start = -1.5; End=1.5, step = 0.5")],
        "",
        [{"a": "-0.5"}],
        {"a": "-0.5"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_odd_form_is_judged(name: str):
    rows, choices, steps, expected = CASES[name]
    read = read_form(workbook(table(*rows), choices))
    assert read.faults == ()
    assert read.form is not None

    instance = new_instance(read.form, now=NOW, chance=Random(1))
    verdict = apply_answers(instance, {}, now=NOW)
    for step in steps:
        if isinstance(step, Mapping):
            verdict = apply_answers(instance, {f"/data/{at}": answer for at, answer in step.items()}, now=NOW)
        else:
            instance.add_repeat(f"/data/{step}")
            verdict = apply_answers(instance, {}, now=NOW)

    assert {at: verdict[f"/data/{at}"].value for at in expected} == expected
    assert verdict.problems == {}
    again = read_instance(read.form, write_instance(instance))
    assert {at: again.value(f"/data/{at}") for at in expected} == expected


def test_a_form_may_speak_twelve_languages():
    heads = [f"label::{language}" for language in LANGUAGES] + [f"hint::{language}" for language in LANGUAGES]
    survey = f"| type | name | {' | '.join(heads)} |\n| text | a | {' | '.join(heads)} |"
    read = read_form(workbook(survey, settings=TWELVE))

    assert read.form is not None
    assert (read.form.languages, read.form.default_language) == (LANGUAGES, LANGUAGES[3])


@pytest.mark.parametrize("word", ["yes", "Yes", "TRUE"])
def test_choices_may_stand_twice_where_the_form_says_so(word: str):
    settings = f"| form_title | form_id | version | allow_choice_duplicates |\n| T | t | 1 | {word} |"

    assert read_form(workbook(table(select("select_one yn")), YES_NO + "\n| yn | no | Nope |", settings)).faults == ()


def one(**more: str) -> list[dict[str, str]]:
    return [text(**more)]


BROKEN: dict[str, tuple[list[dict[str, str]], str, list[tuple[str, int, str]]]] = {
    "two signs of equality": (one(relevant="${a} == 5"), "", [("survey", 2, "relevant")]),
    "and of another language": (one(constraint=". = 5 && . = 6"), "", [("survey", 2, "constraint")]),
    "AND in capitals": (one(constraint=". = 5 AND . = 6"), "", [("survey", 2, "constraint")]),
    "IF in capitals": ([calculate("a", "IF(1, 2, 3)")], "", [("survey", 2, "calculation")]),
    "a name without ${}": ([integer("n"), text(relevant="n = 5")], "", [("survey", 3, "relevant")]),
    "a reference half open": (one(relevant="${a = 5"), "", [("survey", 2, "relevant")]),
    "an empty reference": (one(label="A ${}"), "", [("survey", 2, "label")]),
    "a comment": (one(constraint=". > 5 (: hi :)"), "", [("survey", 2, "constraint")]),
    "an unknown reference in a hint": (one(hint="${b}"), "", [("survey", 2, "hint")]),
    "sí": (one(required="sí"), "", [("survey", 2, "required")]),
    "too long": (one(relevant=" or ".join(["1=1"] * 800)), "", [("survey", 2, "relevant")]),
    "too many brackets": (one(relevant="(" * 70 + "1" + ")" * 70), "", [("survey", 2, "relevant")]),
    "a variable": (one(relevant="$a = 1"), "", [("survey", 2, "relevant")]),
    "all that is below": ([calculate("c", "count(//a)"), text()], "", [("survey", 2, "calculation")]),
    "any name": ([calculate("c", "count(/data/*)"), text()], "", [("survey", 2, "calculation")]),
    "a list that is not there": ([calculate("c", "instance('x')/root/item/name")], "", [("survey", 2, "calculation")]),
    "a file that is not there": ([calculate("c", "pulldata('x', 'a', 'b', 'c')")], "", [("survey", 2, "calculation")]),
    "the label in a filter": (
        [select("select_one yn", choice_filter="label = 'Yes'")],
        YES_NO,
        [("survey", 2, "choice_filter")],
    ),
    "an index without its repeat": (
        [REPEAT, text(), END, calculate("c", "indexed-repeat(${a}, ${a}, 1)")],
        "",
        [("survey", 5, "calculation")],
    ),
    "a repeat that counts what is in it": (
        [begin("x", repeat_count="count(${a}) + 1"), text(), END],
        "",
        [("survey", 2, "repeat_count")],
    ),
    "the number of a repeat as a question": (
        [integer("x_count"), begin("x", repeat_count="3"), text(), END],
        "",
        [("survey", 2, "name")],
    ),
    "the number of a repeat in an expression": (
        [begin("x", repeat_count="3"), text(), END, calculate("c", "${x_count}")],
        "",
        [("survey", 5, "calculation")],
    ),
    "a default on a group": (
        [{"type": "begin group", "name": "g", "default": "1"}, text(), {"type": "end group"}],
        "",
        [("survey", 2, "default")],
    ),
    "relevance of itself by a point": (one(relevant=". = 1"), "", [("survey", 2, "relevant")]),
    "a type in capitals": ([{**text(), "type": "Text"}], "", [("survey", 2, "type")]),
    "a type in the plural": ([{**text(), "type": "integers"}], "", [("survey", 2, "type")]),
    "a list with a slip": ([select("select_one yess")], YES_NO, [("survey", 2, "type")]),
    "a select of nothing": ([select("select_multiple")], YES_NO, [("survey", 2, "type")]),
    "a digit first": ([text("1a")], "", [("survey", 2, "name")]),
    "a name with an accent": ([text("año")], "", [("survey", 2, "name")]),
    "a hidden sign in a name": ([text("a\u200b")], "", [("survey", 2, "name")]),
    "a name as long as a sentence": ([text("a" * 65)], "", [("survey", 2, "name")]),
    "an end too many": ([text(), {"type": "end repeat"}], "", [("survey", 3, "type")]),
    "a begin too many": ([REPEAT, begin("y"), text(), END], "", [("survey", 2, "type")]),
    "only words": ([{"label": "Part one"}, text()], "", [("survey", 2, "type")]),
    "appearances with a comma": (
        [select("select_one yn", appearance="minimal, quick")],
        YES_NO,
        [("survey", 2, "appearance")],
    ),
    "an appearance for numbers": (one(appearance="numbers"), "", [("survey", 2, "appearance")]),
    "a parameter without a value": ([select("range", parameters="start 1 end 5")], "", [("survey", 2, "parameters")]),
    "a range of letters": ([select("range", parameters="start=a end=5")], "", [("survey", 2, "parameters")]),
    "a place with a parameter": (
        [select("geopoint", parameters="allow-mock-accuracy=true")],
        "",
        [("survey", 2, "parameters")],
    ),
    "an error of Excel in a label": (one(label="#N/A"), "", [("survey", 2, "label")]),
    "an error of Excel in a choice": (
        [select("select_one yn")],
        YES_NO.replace("Yes", "#REF!"),
        [("choices", 2, "label")],
    ),
    "a colon in a heading": (
        [select("select_one yn")],
        "| list_name | name | label | note: x |\n| yn | a | A | B |",
        [("choices", 1, "note: x")],
    ),
    "a choice without a list": ([select("select_one yn")], YES_NO + "\n| | x | X |", [("choices", 4, "list_name")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_says_where_and_what_to_do(name: str):
    rows, choices, expected = BROKEN[name]
    read = read_form(workbook(table(*rows), choices))

    assert read.form is None
    assert [(fault.sheet, fault.row, fault.column) for fault in read.faults] == expected
    assert all(fault.problem and fault.remedy for fault in read.faults)


@pytest.mark.parametrize(
    ("settings", "column"),
    [
        (
            SETTINGS.replace("| version |", "| version | instance_name |").replace("| 1 |", "| 1 | My form |"),
            "instance_name",
        ),
        (
            SETTINGS.replace("| version |", "| version | instance_name |").replace("| 1 |", "| 1 | ${b} |"),
            "instance_name",
        ),
        ("| form_title | version |\n| T | 1 |", "form_id"),
        (SETTINGS.replace("form_title", "Title").replace("| Test |", "| |"), "form_title"),
    ],
)
def test_broken_settings_say_what_to_do(settings: str, column: str):
    read = read_form(workbook(table(text()), settings=settings))

    assert ("settings", 2, column) in [(fault.sheet, fault.row, fault.column) for fault in read.faults]
    assert all(fault.problem and fault.remedy for fault in read.faults)
