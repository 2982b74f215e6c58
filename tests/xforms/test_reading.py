"""Workbooks: what is read out of a sound one, and where the faults of broken ones are."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from samaan.xforms.reading import read_form
from samaan.xforms.vocabulary import APPEARANCES, SURVEY, TYPES
from samaan.xforms.workbook import MOST_ROWS
from tests.xforms.workbooks import SETTINGS, faults, form, workbook

BOTH = "| form_title | form_id | version | default_language |\n| Test | test | 1 | English (en) |"
YES_NO = "| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |"


def test_a_form_is_read_with_its_words():
    found = form(
        """
        | type         | name | label::English (en) | label::Español (es) | hint::English (en) | hint::Español (es) |
        | begin repeat | kid  | Child               | Niño                |                    |                    |
        | text         | name | Name                | Nombre              | In full            | Completo           |
        | end repeat   |      |                     |                     |                    |                    |
        """,
        settings=BOTH,
    )

    question = found.questions["/data/kid/name"]
    assert found.languages == ("English (en)", "Español (es)")
    assert (found.form_id, found.version, found.title) == ("test", "1", "Test")
    assert found.repeats == {"/data/kid"}
    assert question.label.by_language == {"English (en)": ("Name",), "Español (es)": ("Nombre",)}
    assert question.hint.words("Español (es)") == ("Completo",)
    assert (question.kind, question.row) == ("text", 3)


def test_the_columns_of_samaan_are_read():
    found = form(
        """
        | type | name | label | stored_as   | compartment | sealed  | indicator | guiding_question    |
        | text | name | Name  | person.name | identity    | contact | act:1     | How are you called? |
        """
    )

    question = found.questions["/data/name"]
    assert found.stored_as == {"person.name": question}
    assert (question.of_samaan.compartment, question.of_samaan.sealed) == ("identity", "contact")
    assert question.of_samaan.indicator == "act:1"
    assert question.of_samaan.guiding_question.words("") == ("How are you called?",)


def test_a_language_is_found_by_its_name_or_its_code():
    found = form("| type | name | label::English (en) | label::Español (es) |\n| note | n | A | B |", settings=BOTH)

    assert [found.language(wanted) for wanted in ("es", "Español (es)", "fr", "")] == [
        "Español (es)",
        "Español (es)",
        "English (en)",
        "English (en)",
    ]


def test_the_columns_of_samaan_do_not_reach_other_tools():
    found = form("| type | name | label | stored_as | sealed |\n| text | a | A | person.name | contact |")

    assert "person.name" not in found.xform
    assert '<bind nodeset="/data/a" type="string"/>' in found.xform


@pytest.mark.parametrize("kind", [kind for kind in TYPES if "select" not in kind])
def test_each_supported_type_is_one_of_pyxform(kind: str):
    calculation = "1" if kind == "calculate" else ""
    found = form(f"| type | name | label | calculation |\n| {kind} | a | A | {calculation} |")

    assert found.questions["/data/a"].kind == TYPES[kind]


@pytest.mark.parametrize(("word", "kinds"), APPEARANCES.items())
def test_each_supported_appearance_is_for_its_types(word: str, kinds: tuple[str, ...]):
    for kind in kinds:
        start = {"select_one": "select_one yn", "select_multiple": "select_multiple yn"}.get(kind, kind)
        rows = (
            f"| {start} | a | A | {word} |"
            if kind not in ("group", "repeat")
            else (f"| begin {kind} | a | A | {word} |\n| note | b | B | |\n| end {kind} | | | |")
        )
        found = form(f"| type | name | label | appearance |\n{rows}", YES_NO)
        assert found.questions["/data/a"].appearance == (word,)


BROKEN = {
    "no type": ("| type | name | label |\n| | a | A |", {}, [("survey", 2, "type")]),
    "unknown type": ("| type | name | label |\n| barcode | a | A |", {}, [("survey", 2, "type")]),
    "a slip in a type": ("| type | name | label |\n| integre | a | A |", {}, [("survey", 2, "type")]),
    "more after the type": ("| type | name | label |\n| text b | a | A |", {}, [("survey", 2, "type")]),
    "no name": ("| type | name | label |\n| text | | A |", {}, [("survey", 2, "name")]),
    "a name with a space": ("| type | name | label |\n| text | a b | A |", {}, [("survey", 2, "name")]),
    "a name with a prefix": (
        "| type | name | label |\n| text | a:b | A ${a:b} |",
        {},
        [("survey", 2, "name")],
    ),
    "a reserved name": ("| type | name | label |\n| text | meta | A |", {}, [("survey", 2, "name")]),
    "a name twice": ("| type | name | label |\n| text | a | A |\n| text | a | B |", {}, [("survey", 3, "name")]),
    "no label": ("| type | name | label |\n| text | a | |", {}, [("survey", 2, "label")]),
    "no label column": ("| type | name |\n| text | a |", {}, [("survey", 2, "label")]),
    "group without end": (
        "| type | name | label |\n| begin group | g | G |\n| note | a | A |",
        {},
        [("survey", 2, "type")],
    ),
    "end without group": ("| type | name | label |\n| note | a | A |\n| end group | | |", {}, [("survey", 3, "type")]),
    "group ended as repeat": (
        "| type | name | label |\n| begin group | g | G |\n| note | a | A |\n| end repeat | | |",
        {},
        [("survey", 4, "type")],
    ),
    "empty group": ("| type | name | label |\n| begin group | g | G |\n| end group | | |\n| text | a | A |", {}, None),
    "missing list": ("| type | name | label |\n| select_one yn | a | A |", {}, [("survey", 2, "type")]),
    "no list": ("| type | name | label |\n| select_one | a | A |", {}, [("survey", 2, "type")]),
    "or_other": (
        "| type | name | label |\n| select_one yn or_other | a | A |",
        {"choices": YES_NO},
        [("survey", 2, "type")],
    ),
    "missing file": ("| type | name | label |\n| select_one_from_file x.csv | a | A |", {}, [("survey", 2, "type")]),
    "a file of another kind": (
        "| type | name | label |\n| select_one_from_file x.xml | a | A |",
        {},
        [("survey", 2, "type"), ("survey", 2, "type")],
    ),
    "unknown reference": (
        "| type | name | label | relevant |\n| text | a | A | ${b} = 1 |",
        {},
        [("survey", 2, "relevant")],
    ),
    "unknown reference in a label": ("| type | name | label |\n| text | a | A ${b} |", {}, [("survey", 2, "label")]),
    "unknown function": (
        "| type | name | label | constraint |\n| text | a | A | foo(.) |",
        {},
        [("survey", 2, "constraint")],
    ),
    "geography": (
        "| type | name | label | calculation |\n| calculate | a | | area('') |",
        {},
        [("survey", 2, "calculation")],
    ),
    "half an expression": (
        "| type | name | label | relevance |\n| text | a | A | 1 + |",
        {},
        [("survey", 2, "relevance")],
    ),
    "too few arguments": (
        "| type | name | label | required |\n| text | a | A | if(1, 2) |",
        {},
        [("survey", 2, "required")],
    ),
    "an absolute path to nowhere": (
        "| type | name | label | relevant |\n| text | a | A | /data/b = 1 |",
        {},
        [("survey", 2, "relevant")],
    ),
    "a path upwards and out": (
        "| type | name | label | relevant |\n| text | a | A | ../../../x |",
        {},
        [("survey", 2, "relevant")],
    ),
    "an axis": ("| type | name | label | relevant |\n| text | a | A | ancestor::x |", {}, [("survey", 2, "relevant")]),
    "the saved answers of before": (
        "| type | name | label | default |\n| text | a | A | ${last-saved#a} |",
        {},
        [("survey", 2, "default"), ("survey", 2, "default")],
    ),
    "relevance of itself": (
        "| type | name | label | relevant |\n| text | a | A | ${a} = 1 |",
        {},
        [("survey", 2, "relevant")],
    ),
    "a circle of relevance": (
        "| type | name | label | relevant |\n| text | a | A | ${b} = 1 |\n| text | b | B | ${a} = 1 |",
        {},
        [("survey", 2, "relevant")],
    ),
    "a circle of calculations": (
        "| type | name | calculation |\n| calculate | a | ${b} |\n| calculate | b | ${c} |\n| calculate | c | ${a} |",
        {},
        [("survey", 2, "calculation")],
    ),
    "two answers of which one is needed when the other is empty": (
        "| type | name | label | required |\n| text | a | A | ${b} = '' |\n| text | b | B | ${a} = '' |",
        {},
        [("survey", 2, "required")],
    ),
    "an answer that is needed by itself": (
        "| type | name | label | required |\n| text | a | A | ${a} = '' |",
        {},
        [("survey", 2, "required")],
    ),
    "an answer that is needed by what is worked out of it": (
        "| type | name | label | required | calculation |\n| text | a | A | ${c} = 0 | |\n"
        "| calculate | c | | | string-length(${a}) |",
        {},
        [("survey", 2, "required")],
    ),
    "two answers that close one another": (
        "| type | name | label | read_only |\n| text | a | A | ${b} != '' |\n| text | b | B | ${a} != '' |",
        {},
        [("survey", 2, "read_only")],
    ),
    "a group that waits for what is in it": (
        "| type | name | label | relevant |\n| begin group | g | G | ${a} |\n| text | a | A | |\n| end group | | | |",
        {},
        [("survey", 2, "relevant")],
    ),
    "a filter on a missing column": (
        "| type | name | label | choice_filter |\n| text | b | B | |\n| select_one yn | a | A | region = ${b} |",
        {"choices": YES_NO},
        [("survey", 3, "choice_filter")],
    ),
    "a filter of no select": (
        "| type | name | label | choice_filter |\n| text | a | A | 1 |",
        {},
        [("survey", 2, "choice_filter")],
    ),
    "a count of no repeat": (
        "| type | name | label | repeat_count |\n| text | a | A | 2 |",
        {},
        [("survey", 2, "repeat_count")],
    ),
    "nothing to calculate": (
        "| type | name | calculation |\n| calculate | a | |\n| calculate | b | 1 |",
        {},
        [("survey", 2, "calculation")],
    ),
    "a constraint on a group": (
        "| type | name | label | constraint |\n| begin group | g | G | 1 |\n| note | a | A | |\n| end group | | | |",
        {},
        [("survey", 2, "constraint")],
    ),
    "unknown appearance": (
        "| type | name | label | appearance |\n| text | a | A | w1 |",
        {},
        [("survey", 2, "appearance")],
    ),
    "appearance of another type": (
        "| type | name | label | appearance |\n| text | a | A | likert |",
        {},
        [("survey", 2, "appearance")],
    ),
    "unknown parameter": (
        "| type | name | label | parameters |\n| text | a | A | rows=3 |",
        {},
        [("survey", 2, "parameters")],
    ),
    "stored twice": (
        "| type | name | label | stored_as |\n| text | a | A | x.y |\n| text | b | B | x.y |",
        {},
        [("survey", 2, "stored_as"), ("survey", 3, "stored_as")],
    ),
    "a column with a slip": ("| type | name | label | relevent |\n| text | a | A | |", {}, [("survey", 1, "relevent")]),
    "a column twice": ("| type | name | label | label |\n| text | a | A | B |", {}, [("survey", 1, "label")]),
    "one name of a column and the other": (
        "| type | name | label | relevant | relevance |\n| text | a | A | 1 | 1 |",
        {},
        [("survey", 1, "relevance")],
    ),
    "an unsupported column": ("| type | name | label | trigger |\n| text | a | A | |", {}, [("survey", 1, "trigger")]),
    "media": ("| type | name | label | media::image |\n| text | a | A | x.png |", {}, [("survey", 1, "media::image")]),
    "bind columns": (
        "| type | name | label | bind::odk:length |\n| text | a | A | 1 |",
        {},
        [("survey", 1, "bind::odk:length")],
    ),
    "one colon": (
        "| type | name | label:English |\n| text | a | A |",
        {},
        [("survey", 1, "label:English"), ("survey", 2, "label")],
    ),
    "a language without a code": (
        "| type | name | label::Inglés |\n| text | a | A |",
        {"settings": BOTH.replace("English (en)", "Inglés")},
        [("survey", 1, "label::Inglés")],
    ),
    "a language of one column only": (
        "| type | name | label::English (en) | hint::Español (es) |\n| text | a | A | B |",
        {"settings": BOTH},
        [("survey", 1, "hint::Español (es)"), ("survey", 1, "label::English (en)")],
    ),
    "a translation left out": (
        "| type | name | label::English (en) | label::Español (es) |\n| text | a | A | |",
        {"settings": BOTH},
        [("survey", 2, "label::Español (es)")],
    ),
    "with and without a language": (
        "| type | name | label::English (en) | hint |\n| text | a | A | B |",
        {"settings": BOTH},
        [("survey", 1, "hint")],
    ),
    "choices without the second language": (
        "| type | name | label::English (en) | label::Español (es) |\n| select_one yn | a | A | B |",
        {"settings": BOTH, "choices": YES_NO.replace("label", "label::English (en)")},
        [("choices", 1, "label::English (en)")],
    ),
    "the first language is none": (
        "| type | name | label::English (en) |\n| text | a | A |",
        {"settings": BOTH.replace("English", "Englsh")},
        [("settings", 2, "default_language")],
    ),
    "no settings": ("| type | name | label |\n| text | a | A |", {"settings": ""}, [("settings", 0, "")]),
    "no version": (
        "| type | name | label |\n| text | a | A |",
        {"settings": "| form_title | form_id |\n| T | t |"},
        [("settings", 2, "version")],
    ),
    "encryption": (
        "| type | name | label |\n| text | a | A |",
        {"settings": SETTINGS.replace("| version |", "| version | public_key |").replace("| 1 |", "| 1 | k |")},
        [("settings", 1, "public_key")],
    ),
    "two rows of settings": (
        "| type | name | label |\n| text | a | A |",
        {"settings": SETTINGS + "\n| a | b | 2 |" * 2},
        [("settings", 3, "")],
    ),
    "entities": (
        "| type | name | label |\n| text | a | A |",
        {"entities": "| list_name | label |\n| x | y |"},
        [("entities", 0, "")],
    ),
    "choice without a name": (
        "| type | name | label |\n| select_one yn | a | A |",
        {"choices": YES_NO.replace("| yes |", "| |")},
        [("choices", 2, "name")],
    ),
    "choice with a space": (
        "| type | name | label |\n| select_multiple yn | a | A |",
        {"choices": YES_NO.replace("| yes |", "| y es |")},
        [("choices", 2, "name")],
    ),
    "choice twice": (
        "| type | name | label |\n| select_one yn | a | A |",
        {"choices": YES_NO.replace("| yes |", "| no |")},
        [("choices", 2, "name"), ("choices", 3, "name")],
    ),
    "choice without a label": (
        "| type | name | label |\n| select_one yn | a | A |",
        {"choices": YES_NO.replace("| Yes |", "| |")},
        [("choices", 2, "label")],
    ),
    "an answer in the label of a choice": (
        "| type | name | label |\n| text | b | B |\n| select_one yn | a | A |",
        {"choices": YES_NO.replace("| Yes |", "| ${b} |")},
        [("choices", 2, "label")],
    ),
    "a choice out of a repeat": (
        "| type | name | label |\n| begin repeat | r | R |\n| note | b | B |\n"
        "| end repeat |\n| select_one ${b} | a | A |",
        {},
        [("survey", 5, "type")],
    ),
    "choice without a list": (
        "| type | name | label |\n| select_one yn | a | A |",
        {"choices": YES_NO + "\n| | maybe | Maybe |"},
        [("choices", 4, "list_name")],
    ),
    "no survey": ("", {}, [("survey", 0, "")]),
    "only headings": ("| type | name | label |", {}, [("survey", 0, "")]),
    "no headings": (
        "| text | a | A |\n| text | b | B |",
        {},
        [("survey", 1, "name"), ("survey", 1, "type"), ("survey", 2, "type")],
    ),
    "a formula of Excel": (
        "| type | name | label | calculation |\n| calculate | a | | #REF! |",
        {},
        [("survey", 2, "calculation")],
    ),
    "too deep": (
        "| type | name | label |\n"
        + "\n".join(f"| begin group | g{n} | G |" for n in range(14))
        + "\n| note | a | A |\n"
        + "| end group | | |\n" * 14,
        {},
        [("survey", 14, "type"), ("survey", 15, "type")],
    ),
}


@pytest.mark.parametrize(("survey", "more", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_workbook_says_where(survey: str, more: dict, expected: list | None):
    found = faults(survey, **more) if expected is not None else form(survey)

    assert expected is None or found == expected


def test_every_fault_of_a_workbook_is_said_at_once():
    found = faults(
        """
        | type       | name | label | relevant | appearance |
        | tect       | a    | A     |          |            |
        | text       | b    | B     | ${x} = 1 |            |
        | select_one | c    | C     |          | huge       |
        """,
    )

    assert found == [
        ("survey", 2, "type"),
        ("survey", 3, "relevant"),
        ("survey", 4, "appearance"),
        ("survey", 4, "type"),
    ]


def test_a_fault_says_what_to_do():
    read = read_form(workbook("| type | name | label | appearance |\n| text | a | A | multline |"))

    assert [(fault.problem, fault.remedy) for fault in read.faults] == [
        ("The appearance “multline” is not supported.", "Did you mean “multiline”?")
    ]


def test_a_circle_names_its_questions():
    read = read_form(workbook("| type | name | calculation |\n| calculate | a | ${b} |\n| calculate | b | ${a} |"))

    assert [(fault.column, fault.problem) for fault in read.faults] == [
        ("calculation", "These questions wait for each other: a → b → a.")
    ]


def test_what_pyxform_alone_refuses_has_its_place_too():
    survey = "| type | name | label |\n| begin repeat | data | D |\n| note | a | A |\n| end repeat | | |"
    read = read_form(workbook(survey))

    assert [(fault.sheet, fault.row, fault.column) for fault in read.faults] == [("survey", 2, "name")]


def test_too_many_choices_belong_in_a_file():
    rows = "\n".join(f"| big | c{n} | C{n} |" for n in range(MOST_ROWS["choices"] + 1))
    read = read_form(
        workbook("| type | name | label |\n| select_one big | a | A |", f"| list_name | name | label |\n{rows}")
    )

    assert [(fault.sheet, fault.row, fault.remedy) for fault in read.faults] == [
        ("choices", MOST_ROWS["choices"] + 2, "Put long lists into a CSV file and use select_one_from_file.")
    ]


def test_a_sheet_with_too_much_text_is_not_read():
    rows = "\n".join(f"| note | n{number} | {'x' * 2000} |" for number in range(600))

    assert faults(f"| type | name | label |\n{rows}") == [("survey", 500, "")]


# Files that are no workbooks


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def far_away() -> bytes:
    book = Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label"])
    book.active.cell(row=1_000_000, column=1, value="text")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"<html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100,
        workbook("| type |\n| text |")[:-200],
        packed(a=b"b"),
        packed(**{"xl/workbook.xml": b"<x", "[Content_Types].xml": b"<x"}),
        packed(bomb=b"\0" * (61 * 2**20)),
        b"\0" * (6 * 2**20),
        far_away(),
    ],
    ids=["empty", "cut", "html", "xls", "short", "zip", "odd", "bomb", "large", "far"],
)
def test_a_file_that_is_no_form_is_a_fault(data: bytes):
    read = read_form(data)

    assert read.form is None
    assert len(read.faults) >= 1


# CSV files

FROM_FILE = "| type | name | label |\n| select_one_from_file towns.csv | a | A |"


def test_a_list_may_come_from_a_file():
    found = form(FROM_FILE, files={"towns.csv": b"name,label,region\narima,Arima,east\n"})

    assert found.lists["towns"].by_name["arima"].columns["region"] == "east"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", ("towns.csv", 1, "name")),
        (b"\xff\xfe\xff", ("towns.csv", 0, "")),
        (b'name,label\n"' + b"x" * 200_000 + b'",y\n', ("towns.csv", 0, "")),
        (b"code,label\na,A\n", ("survey", 2, "parameters")),
    ],
)
def test_a_broken_file_is_a_fault(data: bytes, where: tuple):
    read = read_form(workbook(FROM_FILE), {"towns.csv": data})

    assert [(fault.sheet, fault.row, fault.column) for fault in read.faults] == [where]


# Anything at all

WORDS = [
    *TYPES,
    *SURVEY,
    "begin group",
    "end group",
    "begin repeat",
    "end repeat",
    "select_one yn",
    "${a}",
    "${b} = 1",
    "a",
    "b",
    "(((",
    "label::English (en)",
    "::",
    "bind::x",
    "1",
    "",
    "\x00\x01",
    "=1+1",
    "once(${a})",
    "instance('yn')/root/item[name = ${a}]",
]
CELLS = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))
TABLES = st.lists(st.lists(CELLS, max_size=8), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(survey=TABLES, choices=TABLES, more=TABLES)
def test_no_workbook_makes_the_reader_stumble(survey: list, choices: list, more: list):
    book = Workbook()
    book.remove(book.active)
    for name, table in (
        ("survey", [["type", "name", "label", "relevant", "calculation", "appearance"], *survey]),
        ("choices", [["list_name", "name", "label"], *choices]),
        ("settings", more),
    ):
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append([clean(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)

    read = read_form(file.getvalue())

    assert (read.form is None) == bool(read.faults)


def clean(cell: str) -> str:
    """openpyxl does not write control characters; a formula would be read as its empty result."""
    return "".join(letter for letter in cell if letter.isprintable()).removeprefix("=")
