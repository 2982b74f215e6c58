"""What the documentation of XLSForm (xlsform.org) describes, in tables of our own: judged so, or refused in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from samaan.xforms.reading import read_form
from samaan.xforms.verdict import apply_answers, new_instance
from samaan.xforms.vocabulary import TYPES
from tests.xforms.workbooks import SETTINGS, workbook

NOW = datetime(2026, 11, 30, 22, 30, tzinfo=timezone(timedelta(hours=-4)))
FORMS_MD = (Path(__file__).parents[2] / "docs" / "forms.md").read_text()
NOT_SUPPORTED = FORMS_MD.partition("## Not supported")[2].partition("\n## ")[0]

YES_NO = "| list name | name | label |\n| yes_no | yes | Yes |\n| yes_no | no | No |"
NEEDS = """
| list_name | name    | label   |
| needs     | shelter | Shelter |
| needs     | food    | Food    |
| needs     | other   | Other   |
"""
PLACES = """
| list_name | name      | label     | region |
| region    | east      | East      |        |
| region    | south     | South     |        |
| town      | arima     | Arima     | east   |
| town      | sangre    | Sangre    | east   |
| town      | cedros    | Cedros    | south  |
"""
TWO_LANGUAGES = "| form_title | form_id | version | default_language |\n| Test | test | 1 | English (en) |"


@dataclass(frozen=True)
class Example:
    """A form of the documentation, and what is so after each step of answers: values, problems, what is relevant."""

    survey: str
    choices: str = ""
    settings: str = SETTINGS
    files: Mapping[str, bytes] = field(default_factory=dict)
    steps: tuple[tuple[dict[str, str], dict[str, object]], ...] = ()


# After `steps`: an address and its value; `address?` whether it is relevant; `address!` whether something is wrong.
READ = {
    "text": Example("| type | name | label |\n| text | a | Name |", steps=(({"a": "Ana"}, {"a": "Ana", "a!": False}),)),
    "integer": Example(
        "| type | name | label |\n| integer | a | Age |",
        steps=(({"a": "17"}, {"a!": False}), ({"a": "17.5"}, {"a!": True}), ({"a": "x"}, {"a!": True})),
    ),
    "decimal": Example(
        "| type | name | label |\n| decimal | a | Weight |",
        steps=(({"a": "17.5"}, {"a!": False}), ({"a": "x"}, {"a!": True})),
    ),
    "range": Example(
        "| type | name | label | parameters |\n| range | a | Age | start=0 end=17 step=1 |",
        steps=(({"a": "0"}, {"a!": False}), ({"a": "18"}, {"a!": True}), ({"a": "1.5"}, {"a!": True})),
    ),
    "a range of decimals": Example(
        "| type | name | label | parameters |\n| range | a | Rate | start=0 end=2 step=0.5 |",
        steps=(({"a": "1.5"}, {"a!": False}), ({"a": "1.4"}, {"a!": True})),
    ),
    "date": Example(
        "| type | name | label |\n| date | a | Born |",
        steps=(({"a": "2009-03-04"}, {"a!": False}), ({"a": "2009-13-04"}, {"a!": True})),
    ),
    "time": Example(
        "| type | name | label |\n| time | a | At |",
        steps=(({"a": "14:30"}, {"a!": False}), ({"a": "25:00"}, {"a!": True})),
    ),
    "dateTime": Example(
        "| type | name | label |\n| dateTime | a | When |",
        steps=(({"a": "2026-11-30T14:30"}, {"a!": False}), ({"a": "2026-11-30"}, {"a!": True})),
    ),
    "note": Example("| type | name | label |\n| note | a | Read this out. |", steps=(({}, {"a?": True, "a!": False}),)),
    "geopoint": Example(
        "| type | name | label |\n| text | shop | Shop |\n| geopoint | a | Where |",
        steps=(({"a": "10.65 -61.5 3 4.5"}, {"a!": False}), ({"a": "here"}, {"a!": True})),
    ),
    "image": Example(
        "| type | name | label | parameters |\n| image | a | Photo | max-pixels=1000 |",
        steps=(({"a": "photo.jpg"}, {"a!": False}),),
    ),
    "audio": Example("| type | name | label |\n| audio | a | A |", steps=(({"a": "a.mp3"}, {"a!": False}),)),
    "video": Example("| type | name | label |\n| video | a | A |", steps=(({"a": "a.mp4"}, {"a!": False}),)),
    "file": Example("| type | name | label |\n| file | a | A |", steps=(({"a": "a.pdf"}, {"a!": False}),)),
    "acknowledge": Example(
        "| type | name | label |\n| acknowledge | a | Seen |",
        steps=(({"a": "OK"}, {"a!": False}), ({"a": "yes"}, {"a!": True})),
    ),
    "hidden": Example("| type | name | default |\n| hidden | a | 7 |", steps=(({}, {"a": "7"}),)),
    "start, end, today": Example(
        "| type | name |\n| start | start |\n| end | end |\n| today | today |\n| calculate | x |\n".replace(
            "| type | name |", "| type | name | calculation |"
        ).replace("| calculate | x |", "| calculate | x | 1 |"),
        steps=(({}, {"start": "2026-11-30T22:30:00.000-04:00", "today": "2026-11-30"}),),
    ),
    "select_one": Example(
        "| type | name | label |\n| select_one yes_no | a | Do you like pizza? |",
        YES_NO,
        steps=(({"a": "yes"}, {"a!": False}), ({"a": "maybe"}, {"a!": True})),
    ),
    "select_multiple": Example(
        "| type | name | label |\n| select_multiple needs | a | What is needed? |",
        NEEDS,
        steps=(({"a": "food shelter"}, {"a!": False}), ({"a": "food car"}, {"a!": True})),
    ),
    "select_one_from_file": Example(
        "| type | name | label | choice_filter |\n| select_one_from_file lands.csv | a | Land | |\n"
        "| select_one_from_file cities.csv | b | City | land=${a} |",
        files={
            "lands.csv": b"name,label\ntt,Trinidad and Tobago\nve,Venezuela\n",
            "cities.csv": b"name,label,land\npos,Port of Spain,tt\nccs,Caracas,ve\n",
        },
        steps=(({"a": "tt", "b": "pos"}, {"b!": False}), ({"a": "ve"}, {"b!": True})),
    ),
    "select_multiple_from_file": Example(
        "| type | name | label | parameters |\n"
        "| select_multiple_from_file lands.csv | a | Lands | value=code, label=title |",
        files={"lands.csv": b"code,title\ntt,Trinidad and Tobago\nve,Venezuela\n"},
        steps=(({"a": "tt ve"}, {"a!": False}), ({"a": "xx"}, {"a!": True})),
    ),
    "specify other": Example(
        "| type | name | label | relevant |\n| select_multiple needs | a | Needs | |\n"
        "| text | b | Which? | selected(${a}, 'other') |",
        NEEDS,
        steps=(({"a": "food"}, {"b?": False}), ({"a": "food other"}, {"b?": True})),
    ),
    "names of choices twice": Example(
        "| type | name | label | choice_filter |\n| select_one r | r | R | |\n| select_one t | a | A | r = ${r} |",
        "| list_name | name | label | r |\n| r | x | X | |\n| r | y | Y | |\n| t | same | A | x |\n"
        "| t | same | B | y |",
        "| form_title | form_id | version | allow_choice_duplicates |\n| Test | test | 1 | yes |",
        steps=(({"r": "y", "a": "same"}, {"a!": False}),),
    ),
    "choices in another order": Example(
        "| type | name | label | parameters | calculation |\n| calculate | sd | | | once(decimal-date-time(now())) |\n"
        "| select_one yes_no | a | A | randomize=true, seed=${sd} | |\n"
        "| select_one yes_no | b | B | randomize=true | |",
        YES_NO,
        steps=(({"a": "yes", "b": "no"}, {"a!": False, "b!": False}),),
    ),
    "cascade": Example(
        "| type | name | label | choice_filter |\n| select_one region | r | Region | |\n"
        "| select_one town | t | Town | region = ${r} |",
        PLACES,
        steps=(({"r": "east", "t": "arima"}, {"t!": False}), ({"r": "south"}, {"t!": True})),
    ),
    "hint and guidance_hint": Example(
        "| type | name | label | hint | guidance_hint | relevant |\n| integer | age | Age? | In years | | |\n"
        "| text | a | Name? | | Only shown over 18. | ${age} > 18 |",
        steps=(({"age": "18"}, {"a?": False}), ({"age": "19"}, {"a?": True})),
    ),
    "constraint and constraint_message": Example(
        "| type | name | label | constraint | constraint_message |\n"
        "| integer | a | Age | . >= 18 and . <= 150 | From 18. |",
        steps=(({"a": "17"}, {"a!": "From 18."}), ({"a": "18"}, {"a!": False}), ({"a": ""}, {"a!": False})),
    ),
    "required and required_message": Example(
        "| type | name | label | required | required_message |\n| integer | a | Age | yes | Sorry, this is needed. |",
        steps=(({}, {"a!": "Sorry, this is needed."}), ({"a": "3"}, {"a!": False})),
    ),
    "relevant": Example(
        "| type | name | label | relevant |\n| select_one yes_no | a | A | |\n| text | b | B | ${a} = 'yes' |",
        YES_NO,
        steps=(({}, {"b?": False}), ({"a": "yes"}, {"b?": True})),
    ),
    "calculation": Example(
        "| type | name | label | calculation |\n| decimal | amount | Price? | |\n"
        "| calculate | tip | | ${amount} * 0.18 |\n"
        "| note | shown | The tip is ${tip} | |",
        steps=(({"amount": "50"}, {"tip": "9", "shown?": True}),),
    ),
    "groups in one another": Example(
        "| type | name | label |\n| begin group | g | Hospital |\n| text | a | Name? |\n"
        "| begin group | h | Medication |\n"
        "| select_one yes_no | b | Is there any? |\n| end group | | |\n| end group | | |",
        YES_NO,
        steps=(({"g/a": "x", "g/h/b": "no"}, {"g/h/b": "no", "g/h/b!": False}),),
    ),
    "a group that is skipped": Example(
        "| type | name | label | relevant |\n| integer | age | Age | |\n| begin group | g | Child | ${age} <= 5 |\n"
        "| integer | a | Arm | |\n| end group | | | |",
        steps=(({"age": "6"}, {"g/a?": False}), ({"age": "5"}, {"g/a?": True})),
    ),
    "begin repeat": Example(
        "| type | name | label |\n| begin repeat | r | |\n| text | a | Child |\n| decimal | w | Weight |\n"
        "| end repeat | | |",
        steps=(({"r[1]/a": "Luz"}, {"r[1]/a": "Luz"}),),
    ),
    "a repeat called by what is in it": Example(
        "| type | name | label |\n| begin repeat | r | |\n| begin group | g | ${first} ${last} - ${age} |\n"
        "| text | first | First |\n| text | last | Last |\n| integer | age | Age |\n| end group | | |\n"
        "| end repeat | | |",
        steps=(({"r[1]/g/first": "Luz"}, {"r[1]/g/first": "Luz"}),),
    ),
    "repeat_count fixed": Example(
        "| type | name | label | repeat_count |\n| begin repeat | r | | 3 |\n| text | a | A | |\n| end repeat | | | |",
        steps=(({}, {"r[3]/a?": True}),),
    ),
    "repeat_count of an answer": Example(
        "| type | name | label | repeat_count |\n| integer | n | How many? | |\n| begin repeat | r | | ${n} |\n"
        "| text | a | A | |\n| end repeat | | | |",
        steps=(({"n": "2"}, {"r[2]/a?": True}), ({"n": "1"}, {"r[1]/a?": True, "r[2]/a?": False})),
    ),
    "a repeat under a condition": Example(
        "| type | name | label | relevant |\n| select_one yes_no | n | Any? | |\n"
        "| begin repeat | r | | ${n} = 'yes' |\n"
        "| text | a | A | |\n| end repeat | | | |",
        YES_NO,
        steps=(({"n": "no"}, {"r[1]/a?": False}), ({"n": "yes"}, {"r[1]/a?": True})),
    ),
    "languages": Example(
        "| type | name | label::English (en) | label::Español (es) | constraint |\n"
        "| integer | a | How old are you? | ¿Cuántos años tiene? | . <= 150 |",
        settings=TWO_LANGUAGES,
        steps=(({"a": "151"}, {"a!": True}),),
    ),
    "pulldata": Example(
        "| type | name | label | calculation |\n"
        "| calculate | fruit | | pulldata('fruits', 'name', 'name_key', 'mango') |\n"
        "| note | n | The fruit ${fruit}. | |",
        files={"fruits.csv": b"name_key,name\nmango,Mango\norange,Orange\n"},
        steps=(({}, {"fruit": "Mango"}),),
    ),
    "default": Example(
        "| type | name | label | default |\n| date | a | A | 2010-06-15 |\n| decimal | b | B | 51.3 |\n"
        "| date | c | C | today() |",
        steps=(({}, {"a": "2010-06-15", "b": "51.3", "c": "2026-11-30"}),),
    ),
    "read_only": Example(
        "| type | name | label | read_only | default |\n| integer | a | A | yes | 5 |",
        steps=(({}, {"a": "5", "a!": False}),),
    ),
    "appearances": Example(
        "| type | name | label | appearance |\n| text | a | A | multiline |\n| select_one yes_no | b | B | minimal |\n"
        "| select_one yes_no | c | C | quick |\n| select_one yes_no | d | D | likert |\n"
        "| select_one yes_no | e | E | horizontal |\n"
        "| date | f | F | month-year |\n| date | g | G | year |\n| image | h | H | signature |\n"
        "| begin group | i | I | field-list |\n"
        "| text | j | J | |\n| end group | | | |",
        YES_NO,
    ),
    "instance_name and style": Example(
        "| type | name | label |\n| text | a | A |",
        settings="| form_title | form_id | version | instance_name | style |\n"
        "| Test | test | 2017021501 | concat(${a}, '-', uuid()) | pages |",
    ),
}


@pytest.mark.parametrize("example", READ.values(), ids=READ)
def test_an_example_is_read_and_judged_as_it_is_described(example: Example):
    read = read_form(workbook(example.survey, example.choices, example.settings), example.files)
    assert read.faults == ()
    assert read.form is not None

    instance = new_instance(read.form, now=NOW, chance=Random(1))
    for answers, expected in example.steps:
        verdict = apply_answers(instance, {f"/data/{name}": text for name, text in answers.items()}, now=NOW)
        found: dict[str, object] = {}
        for name, wanted in expected.items():
            judged = verdict[f"/data/{name.rstrip('?!')}"]
            said: object = judged.problem if isinstance(wanted, str) else bool(judged.problem)
            found[name] = judged.relevant if name.endswith("?") else said if name.endswith("!") else judged.value
        assert found == expected


def test_each_type_that_is_supported_has_its_example():
    surveys = " ".join(example.survey for example in READ.values())
    assert {name for name in TYPES if f"| {name} " not in surveys} == {"datetime"}


LABELLED = "| type | name | label |\n"

# Survey, where it is refused, and what docs/forms.md says of it under “Not supported”.
REFUSED = {
    "or_other": (LABELLED + "| select_one yes_no or_other | a | A |", ("survey", 2, "type"), "or_other"),
    "select of XML": (LABELLED + "| select_one_from_file lands.xml | a | A |", ("survey", 2, "type"), "xml-external"),
    **{
        kind: (LABELLED + f"| {kind} | a | A |", ("survey", 2, "type"), kind)
        for kind in (
            "geotrace",
            "geoshape",
            "barcode",
            "audit",
            "xml-external",
            "csv-external",
            "background-audio",
            "username",
            "email",
            "phonenumber",
            "deviceid",
            "start-geopoint",
            "subscriberid",
            "simserial",
        )
    },
    "rank": (LABELLED + "| rank yes_no | a | A |", ("survey", 2, "type"), "rank"),
    "select_one_external": (
        "| type | name | label | choice_filter |\n| select_one_external x | a | A | r=1 |",
        ("survey", 2, "type"),
        "select_one_external",
    ),
    "select from a repeat": (
        LABELLED + "| begin repeat | r | R |\n| text | b | B |\n| end repeat | | |\n| select_one ${b} | a | A |",
        ("survey", 5, "type"),
        "select from a repeat",
    ),
    "media": (
        "| type | name | label | media::image | media::video |\n| note | a | A | a.jpg | a.mp4 |",
        ("survey", 1, "media::image"),
        "media::…",
    ),
    "media in a language": (
        "| type | name | label | media::image::English (en) |\n| note | a | A | a.jpg |",
        ("survey", 1, "media::image::English (en)"),
        "media::…",
    ),
    "how exact a place must be": (
        "| type | name | label | body::accuracyThreshold |\n| geopoint | a | A | 1.5 |",
        ("survey", 1, "body::accuracyThreshold"),
        "body::…",
    ),
    "instance::": (
        "| type | name | label | instance::hxl |\n| integer | a | A | #population |",
        ("survey", 1, "instance::hxl"),
        "instance::…",
    ),
    "bind::": (
        "| type | name | label | bind::esri:fieldLength |\n| text | a | A | 50 |",
        ("survey", 1, "bind::esri:fieldLength"),
        "bind::…",
    ),
    "trigger": (
        "| type | name | label | trigger | calculation |\n| text | b | B | | |\n| calculate | a | | ${b} | now() |",
        ("survey", 1, "trigger"),
        "trigger",
    ),
    "save_to": ("| type | name | label | save_to |\n| text | a | A | x |", ("survey", 1, "save_to"), "save_to"),
    "last-saved": (
        "| type | name | label | default |\n| text | a | A | ${last-saved#a} |",
        ("survey", 2, "default"),
        "last-saved#",
    ),
    "search()": (
        "| type | name | label | appearance |\n| select_one yes_no | a | A | search('fruits') |",
        ("survey", 2, "appearance"),
        "search()",
    ),
    **{
        f"appearance {word}": (
            f"| type | name | label | appearance |\n| {kind} | a | A | {word} |",
            ("survey", 2, "appearance"),
            f"`{word}`",
        )
        for word, kind in {
            "no-calendar": "date",
            "horizontal-compact": "select_one yes_no",
            "compact": "select_one yes_no",
            "quickcompact": "select_one yes_no",
            "label": "select_one yes_no",
            "list-nolabel": "select_one yes_no",
            "draw": "image",
            "rating": "range",
            "w3": "text",
        }.items()
    },
    "appearance table-list": (
        "| type | name | label | appearance |\n| begin group | g | G | table-list |\n| text | a | A | |\n"
        "| end group | | | |",
        ("survey", 2, "appearance"),
        "`table-list`",
    ),
    "a name of a choice with a space": (
        LABELLED + "| select_one x | a | A |",
        ("choices", 2, "name"),
        "the name of a choice with a space",
    ),
}
OTHER_CHOICES = {"a name of a choice with a space": "| list_name | name | label |\n| x | a b | A |"}


@pytest.mark.parametrize("name", REFUSED)
def test_an_example_that_is_not_supported_is_refused_in_its_place(name: str):
    survey, place, listed = REFUSED[name]
    read = read_form(workbook(survey, OTHER_CHOICES.get(name, YES_NO)))

    assert read.form is None
    assert place in [(fault.sheet, fault.row, fault.column) for fault in read.faults]
    assert all(fault.problem and fault.remedy for fault in read.faults if (fault.sheet, fault.row) == place[:2])
    assert listed in NOT_SUPPORTED


@pytest.mark.parametrize(
    "column",
    [
        "public_key",
        "submission_url",
        "name",
        "namespaces",
        "auto_send",
        "auto_delete",
        "client_editable",
        "sms_keyword",
    ],
)
def test_a_setting_that_is_not_supported_is_refused(column: str):
    settings = f"| form_title | form_id | version | {column} |\n| Test | test | 1 | x |"
    read = read_form(workbook(LABELLED + "| text | a | A |", settings=settings))

    assert [(fault.sheet, fault.row, fault.column) for fault in read.faults] == [("settings", 1, column)]


def test_what_the_documentation_says_is_not_supported_is_tried_here():
    kinds = next(line for line in NOT_SUPPORTED.splitlines() if line.startswith("| rank")).split("|")[1]
    meta = next(line for line in NOT_SUPPORTED.splitlines() if line.startswith("| username")).split("|")[1]
    listed = {word.strip() for word in f"{kinds},{meta}".split(",")}

    assert listed <= set(REFUSED)
