"""Indicators: each rests on what the pack's forms and records hold; what does not fit is said where it stands."""

import shutil
from copy import deepcopy

import pytest

from samaan.countrypack.checks import indicators
from samaan.countrypack.comparing import compare
from samaan.countrypack.content import Pack
from samaan.countrypack.indicators import Aim
from samaan.countrypack.reading import Source, read, read_indicators
from tests.countrypack.conftest import TT

FIRST = """indicators:
  - code: satisfied
    label: {en: Satisfied, es: Satisfechas}
    level: outcome
    measure: percentage
    unit: {en: percent, es: por ciento}
    direction: up
    aggregation: pooled_ratio
    population: {en: Who answered, es: Quienes respondieron}
    instrument: beneficiary_feedback
    figures: [feedback.satisfied]
    counted: {feedback.satisfied: ["yes"]}
    disaggregation: [sex]
    baseline: {project: {2023/2024: 86.7}}
    targets: {calendar: {2026: 88}}
    confirmed: true
"""
STATISTIC = """    statistic: screenings.decided
    counted: {determination_outcomes: [confirmed]}
"""
FORM = """    instrument: beneficiary_feedback
    figures: [feedback.satisfied]
    counted: {feedback.satisfied: ["yes"]}
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Source:
    """A copy of the pack, read once: only its indicators change from test to test."""
    return read(shutil.copytree(TT, tmp_path_factory.mktemp("packs") / "tt"))


@pytest.fixture
def said(source):
    def said(old: str = "", new: str = "") -> list[str]:
        assert old in FIRST
        write(source, FIRST.replace(old, new, 1))
        return [str(fault).removeprefix("indicators.yaml, ") for fault in indicators.check(source)]

    return said


def write(source: Source, text: str) -> None:
    """The framework of the copy becomes this one."""
    (source.folder / "indicators.yaml").write_text(text)
    read_indicators(source)


def test_an_indicator_is_read_whole(source, said):
    assert said() == []
    one = Pack(source.content).indicators["satisfied"]

    assert (one.label, one.instrument, one.figures) == ("Satisfied", "beneficiary_feedback", ("feedback.satisfied",))
    assert one.baseline == Aim("project", "2023/2024", "86.7")
    assert one.targets == (Aim("calendar", "2026", "88"),)
    assert one.counted == {"feedback.satisfied": ("yes",)}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (", es: Satisfechas", "", "line 3, es: “es” is missing. Add it."),
        ("level: outcome", "level: outcomes", "line 4, level: “outcomes” is not known here. Did you mean “outcome”?"),
        (
            "pooled_ratio",
            "sum",
            "line 8, aggregation: “percentage” over several periods cannot be “sum”. Known are: pooled_ratio, latest.",
        ),
        (
            "beneficiary_feedback",
            "benficiary_feedback",
            "line 10, instrument: There is no instrument “benficiary_feedback”. Did you mean “beneficiary_feedback”?",
        ),
        (FORM, "", "line 2, instrument: An indicator rests on a form or on a statistic. Write either"),
        (FORM, FORM + "    statistic: cases.closed\n", "line 10, instrument: An indicator rests on a form or on"),
        (
            "[feedback.satisfied]",
            "[feedback.satisfed]",
            "line 11, figures: The form of “beneficiary_feedback” keeps no figure “feedback.satisfed”."
            " Did you mean “feedback.satisfied”?",
        ),
        (
            "[feedback.satisfied]",
            "[feedback.answered_on]",
            "line 11, figures: The form of “beneficiary_feedback” keeps",
        ),
        ("    figures: [feedback.satisfied]\n", "", "line 2, figures: Nothing says on which figures it rests."),
        ('["yes"]', "[maybe]", "line 12, feedback.satisfied: “maybe” is not known here. Known are: yes, no."),
        (
            '    counted: {feedback.satisfied: ["yes"]}\n',
            "",
            "line 2, counted: Nothing says which of them count for the percentage."
            " Add `counted`, such as {feedback.satisfied: […]}.",
        ),
        ("[sex]", "[sexes]", "line 13, disaggregation: There is no list “sexes”. Did you mean “sex”?"),
        (
            "[sex]",
            "[nationality]",
            "line 13, disaggregation: What it rests on is not told apart by “nationality”.",
        ),
        (FORM, STATISTIC.replace("confirmed", "confirmd"), "line 11, determination_outcomes: “confirmd” is not known"),
        (FORM, "    statistic: screenings.done\n", "line 10, statistic: “screenings.done” is not known here."),
        ("2023/2024", "2023", "line 14, 2023: “2023” is no year of this calendar. Write it as 2026/2027."),
        ("2023/2024", "2023/2025", "line 14, 2023/2025: “2023/2025” is no year of this calendar."),
        ("{2026: 88}", "{2026/2027: 88}", "line 15, 2026/2027: “2026/2027” is no year of this calendar."),
        ("calendar: {2026", "calender: {2026", "line 15, calender: “calender” is not known here."),
        ("2026: 88", "2026: 880", "line 15, 2026: A percentage is at most 100. Correct it."),
        ("2026: 88", "2026: many", "line 15, 2026: “many” is not a number. Write it in digits, with a point: 86.7."),
        ("{project: {2023/2024: 86.7}}", "{project: {2023/2024: 1, 2024/2025: 2}}", "line 14, baseline: There is one"),
    ],
)
def test_what_does_not_fit_is_said(said, old, new, fault):
    found = said(old, new)
    assert [line for line in found if line.startswith(fault)] != [], found


def test_a_code_given_twice(source):
    write(source, FIRST + FIRST.removeprefix("indicators:\n"))

    again = len(FIRST.splitlines()) + 1
    problem = "The code “satisfied” is given twice. Give each line a code of its own."
    assert f"indicators.yaml, line {again}, code: {problem}" in [str(fault) for fault in indicators.check(source)]


def test_what_changes_is_said_in_words(source, said):
    said()
    before = deepcopy(source.content)
    said("2026: 88", "2026: 90")
    assert words(before, source) == ["Indicator “Satisfied” (satisfied): targets, Calendar year, 2026: 88 → 90."]
    said("direction: up", "direction: steady")
    assert words(before, source) == ["Indicator “Satisfied” (satisfied): direction: more is better → it should stay."]
    write(source, "indicators: []\n")
    assert words(before, source) == ["Indicator “Satisfied” (satisfied): removed."]


def words(before, source: Source) -> list[str]:
    return [change.words for change in compare(before, source.content)]
