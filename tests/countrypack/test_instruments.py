"""Instruments: what a form is used for, and whether its own columns fit the record it is about."""

from pathlib import Path

import pytest
from django.utils import translation

from samaan.countrypack.checking import check
from tests.xforms.workbooks import table, workbook

INSTRUMENT = """instruments:
  - code: needs
    form: needs
    label: {en: Needs, es: Necesidades}
    purpose: needs
    record: case
    compartment: care
    fill: case.manage
    several: true
"""
SETTINGS = "| form_title | form_id | version | default_language |\n| Needs | needs | 1 | English (en) |"
HEAD = (
    "| type | name | label::English (en) | label::Español (es) | relevant | calculation"
    " | stored_as | compartment | sealed | indicator |\n"
)
CHOICES = """
| list_name | name    | label::English (en) | label::Español (es) |
| urgency   | urgent  | Urgent              | Urgente             |
| urgency   | at_once | At once             | Ya                  |
"""


@pytest.fixture
def pack(folder: Path):
    """`pack(survey, instruments=…)`: what is wrong with the pack when these are its only form and instruments."""

    def said(
        survey: str,
        choices: str = CHOICES,
        settings: str = SETTINGS,
        instruments: str = INSTRUMENT,
    ) -> list[str]:
        for path in (folder / "forms").iterdir():
            path.unlink()
        (folder / "indicators.yaml").unlink(missing_ok=True)
        (folder / "forms" / "needs.xlsx").write_bytes(workbook(survey, choices, settings))
        (folder / "instruments.yaml").write_text(instruments)
        return [str(fault) for fault in check(folder)]

    return said


def rows(*lines: str) -> str:
    """Rows of a survey; each has its type, name and what follows them, with labels put in."""
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return HEAD + "\n".join(" | ".join(["", kind, name, "Words", "Palabras", *more, ""]) for kind, name, *more in cells)


SOUND = rows("text|hopes|||||||")


def test_a_sound_form_and_instrument_have_no_fault(pack):
    assert pack(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("purpose: needs", "purpose: need", "line 5, purpose: “need” is not known here. Did you mean “needs”?"),
        (
            "record: case",
            "record: referral",
            "line 6, record: “referral” is not known here. Known are: report, case, submission.",
        ),
        (
            "compartment: care",
            "compartment: screening",
            "line 7, compartment: “screening” is not known here."
            " Known are: care, contact, health, identity, legal, summary.",
        ),
        (
            "fill: case.manage",
            "fill: case.manges",
            "line 8, fill: “case.manges” is not known here. Did you mean “case.manage”?",
        ),
        ("several: true", "several: yes", "line 9, several: This is either true or false. Write `true` or `false`"),
        ("code: needs", "code: the needs", "line 2, code: “the needs” is not a code."),
        ("form: needs", "form: neeeds", "line 3, form: There is no form “neeeds”. Did you mean “needs”?"),
        (", es: Necesidades", "", "line 4, es: “es” is missing."),
        ("    several: true\n", "", "line 2, several: “several” is missing."),
        ("several: true", "several: true\n    color: red", "line 10, color: “color” is not known here."),
        ("instruments:", "instrument:", "line 1, instruments: “instruments” is missing."),
    ],
)
def test_what_is_wrong_with_an_instrument(pack, old, new, said):
    assert old in INSTRUMENT
    found = pack(SOUND, instruments=INSTRUMENT.replace(old, new))
    assert [fault for fault in found if fault.startswith(f"instruments.yaml, {said}")]
    assert len(found) <= 2


def test_a_pack_may_have_no_instruments(pack, folder):
    assert pack(SOUND, instruments="instruments: []\n") == []
    (folder / "instruments.yaml").unlink()
    assert check(folder) == []


def test_two_instruments_with_one_code(pack):
    twice = INSTRUMENT + INSTRUMENT.partition("\n")[2]
    assert [fault.partition(": ")[2][:37] for fault in pack(SOUND, instruments=twice)] == [
        "The code “needs” is given twice. Give"
    ] * 2


def test_a_form_with_faults_of_its_own_is_not_said_to_be_missing(pack):
    assert pack(rows("tect|hopes|||||||")) == [
        "forms/needs.xlsx, sheet survey, row 2, type: The type “tect” is not supported. Did you mean “text”?"
    ]


def test_a_form_speaks_every_complete_language(pack):
    survey = "| type | name | label::English (en) |\n| text | hopes | Hopes |"
    choices = "| list_name | name | label::English (en) |\n| urgency | urgent | Urgent |"
    assert pack(survey, choices) == [
        "forms/needs.xlsx, sheet survey, row 1, label: The form does not speak “es”, which is complete here."
        " Add the column “label::… (es)”, and the others that are translated."
    ]


def at(row: int, column: str, sheet: str = "survey") -> str:
    return f"forms/needs.xlsx, sheet {sheet}, row {row}, {column}: "


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        # Compartments and seals of the record.
        (
            "text|hopes||||screening||",
            at(2, "compartment")
            + "“screening” is not known here. Known are: summary, identity, contact, care, health, legal.",
        ),
        ("text|hopes||||health||", ""),
        ("text|where||||contact|shelter_address|", ""),
        (
            "text|where|||||shelter_address|",
            at(2, "sealed")
            + "“shelter_address” is sealed in “contact”, and the question is in “care”."
            + " Write “contact” as its compartment.",
        ),
        (
            "text|who|||||informant|",
            at(2, "sealed") + "“informant” is not known here. Known are: safe_contact, shelter_address.",
        ),
        # Signs.
        ("text|hopes||||||means", ""),
        ("text|hopes||||||ilo_debt", ""),
        ("text|hopes||||||ilo", ""),
        ("text|hopes||||||ilo_det", at(2, "indicator") + "“ilo_det” is not known here. Did you mean “ilo_debt”?"),
        (
            "select_one urgency|sign||||||ilo",
            at(2, "name", "choices")
            + "“urgent” is none of the pack’s signs. Use the codes of codelists/indicators.csv.",
        ),
        # What is stored.
        ("text|hopes|||needs.hopes|||", at(2, "stored_as") + "“needs.hopes” is not known here. Did you mean “needs."),
        ("text|hopes|||test.score|||", at(2, "stored_as") + "“test.score” is not known here."),
        ("date|day|||needs.assessed_on|||", ""),
        ("calculate|day||today()|needs.assessed_on|||", ""),
        (
            "text|day|||needs.assessed_on|||",
            at(2, "type") + "A date is stored here, and this question takes none. Ask it as one of these: date, today.",
        ),
        (
            "text|age|||person.age|||",
            at(2, "type")
            + "A number is stored here, and this question takes none."
            + " Ask it as one of these: integer, decimal, range.",
        ),
        (
            "integer|name|||person.given_names|||",
            at(2, "type") + "A text is stored here, and this question takes none. Ask it as one of these: text.",
        ),
        (
            "text|sex|||person.sex|||",
            at(2, "type")
            + "A code is stored here, and nothing can be chosen. Make it a select_one with the codes of the list.",
        ),
        ("calculate|sex||'female'|person.sex|||", ""),
        (
            "select_one urgency|soon|||needs.urgency_care|||",
            at(3, "name", "choices")
            + "“at_once” cannot be stored as “needs.urgency_care”. Use the active codes of codelists/urgency.csv.",
        ),
        (
            "select_one urgency|wg|||wg.disability|||",
            at(2, "name", "choices") + "“urgent” cannot be stored as “wg.disability”. Known are: yes, no.",
        ),
        (
            "select_multiple urgency|soon|||needs.urgency_care|||",
            at(2, "type") + "One code is stored here, and several can be chosen. Make it a select_one.",
        ),
    ],
)
def test_samaans_own_columns(pack, line, fault):
    found = pack(rows(line))
    assert [each for each in found if each.startswith(fault)] if fault else found == []


def test_a_code_that_is_no_longer_active_is_not_stored(pack, folder):
    path = folder / "codelists" / "urgency.csv"
    path.write_text(path.read_text().replace(",24,10,yes", ",24,10,no"))
    choices = CHOICES.replace("at_once", "emergency")
    assert at(3, "name", "choices") + "“emergency” cannot be stored" in "".join(
        pack(rows("select_one urgency|soon|||needs.urgency_care|||"), choices)
    )


def test_what_one_reader_may_not_learn_from_the_answer_of_another(pack):
    found = pack(
        rows(
            "text|illness||||health||",
            "text|court||||legal||",
            "text|name||||summary||",
            "text|hopes|${illness} != ''||||||",
            "calculate|count||if(${court} = '', 0, 1)|||||",
            "text|care|||||||",
            "text|doctor|${care} != '' or ${name} != ''|||health||",
            "text|pills|${court} != ''|||health||",
            "text|where||||contact|shelter_address|",
            "text|who|${where} != ''|||contact||",
        )
    )
    learns = "in “{}”: whoever reads the one would learn of the other. Put both into one compartment, or remove it."
    assert found == [
        at(5, "relevant") + "This looks at “illness” " + learns.format("health"),
        at(6, "calculation") + "This looks at “court” " + learns.format("legal"),
        at(9, "relevant") + "This looks at “court” " + learns.format("legal"),
        at(11, "relevant") + "This looks at “where”, which is sealed. Put both into one compartment, or remove it.",
    ]


def test_words_and_the_group_around_count_too(pack):
    survey = rows("begin group|body||||health||", "text|illness|||||||", "end group||||||||", "text|hopes|||||||")
    survey = survey.replace("hopes | Words |", "hopes | Words on ${illness} |")
    assert at(5, "label::English (en)") + "This looks at “illness” in “health”" in "".join(pack(survey))


def test_the_name_of_a_filled_in_form_tells_nothing(pack):
    settings = (
        "| form_title | form_id | version | default_language | instance_name |\n"
        "| Needs | needs | 1 | English (en) | ${illness} |"
    )
    survey = rows("text|illness||||health||")
    assert at(2, "instance_name", "settings") + "This looks at “illness” in “health”" in "".join(
        pack(survey, settings=settings)
    )


def test_faults_are_said_in_spanish(pack):
    with translation.override("es"):
        found = pack(rows("text|illness||||health||", "text|hopes|${illness} != ''||||||"))
    assert found == [
        "forms/needs.xlsx, hoja survey, fila 3, relevant: Esto mira “illness” en “health”: quien lee lo uno se"
        " enteraría de lo otro. Ponga ambos en un mismo compartimento o quítelo."
    ]


def test_what_is_known_goes_where_it_fits_and_nobody_else_reads_it(pack):
    both = {"en": "Words", "es": "Palabras"}
    said = pack(
        table(
            {"type": "text", "name": "a", **both, "prefill": "person.given_names", "compartment": "identity"},
            {"type": "text", "name": "b", **both, "prefill": "person.given_name"},
            {"type": "text", "name": "c", **both, "prefill": "person.given_names"},
            {"type": "integer", "name": "d", **both, "prefill": "person.region"},
            {"type": "note", "name": "e", **both, "prefill": "person.region"},
            {"type": "begin repeat", "name": "f", **both},
            {"type": "select_one urgency", "name": "g", **both, "prefill": "case.risk_level"},
            {"type": "end repeat"},
            {"type": "select_one urgency", "name": "h", **both, "prefill": "case.risk_level"},
        )
    )
    assert said == [
        at(10, "name", "choices").replace("row 10", "row 2")
        + "“urgent” cannot be stored as “case.risk_level”. Use the active codes of codelists/risk_levels.csv.",
        at(10, "name", "choices").replace("row 10", "row 3")
        + "“at_once” cannot be stored as “case.risk_level”. Use the active codes of codelists/risk_levels.csv.",
        at(3, "prefill") + "“person.given_name” is not known here. Did you mean “person.given_names”?",
        at(4, "prefill") + "“person.given_names” is known in “identity”, and the question is in “care”:"
        " others would learn of it. Write “identity” as its compartment.",
        at(5, "type") + "A code is stored here, and nothing can be chosen. Make it a select_one with the codes of the"
        " list.",
        at(6, "prefill") + "Nobody could correct here what is filled in beforehand."
        " Use it for a question that is answered, and not sealed.",
        at(8, "prefill") + "This stands in a repeat. Use it for a question outside of it.",
    ]
