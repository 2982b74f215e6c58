"""A screening as somebody reads it: answers in words, the evidence for each element, what happened to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from samaan.audit import stream
from samaan.audit.models import Event
from samaan.intake.instrument import INSTRUMENT, Lists, Section, is_answered
from samaan.intake.instrument.elements import ITEMS, NOTE
from samaan.intake.instrument.values import in_words
from samaan.intake.models import EarlierAnswer, Screening, ScreeningAnswer
from samaan.intake.screening_findings import Element, Finding, State, signs_for
from samaan.intake.screening_lists import lists_for


@dataclass(frozen=True)
class Said:
    """One answer in words: to which question, by whom, and the answers it replaced."""

    label: Any
    words: str
    row: ScreeningAnswer
    earlier: tuple[tuple[str, EarlierAnswer], ...] = ()


@dataclass(frozen=True)
class SectionRead:
    section: Section
    groups: tuple[tuple[Any, tuple[Said, ...]], ...]


@dataclass(frozen=True)
class Shown:
    """What shows an item of an element."""

    label: Any
    note: str


@dataclass(frozen=True)
class Evidence:
    """An element of the law, the items found present with what shows them, and the signs that speak to it."""

    title: Any
    element: Element
    items: tuple[Shown, ...]
    signs: tuple[Any, ...]

    @property
    def is_present(self) -> bool:
        return self.element.state is State.PRESENT

    @property
    def is_absent(self) -> bool:
        return self.element.state is State.ABSENT


def rows(screening: Screening) -> dict[str, ScreeningAnswer]:
    return {row.question: row for row in screening.answers.select_related("answered_by")}


def read(screening: Screening, answered: Mapping[str, ScreeningAnswer]) -> list[SectionRead]:
    """Every answer given, section by section; what was not answered is left out."""
    lists = lists_for({code: row.value for code, row in answered.items()})
    earlier = replaced(screening)
    found = [
        SectionRead(section, tuple(read_section(section, answered, earlier, lists))) for section in INSTRUMENT.sections
    ]
    return [section for section in found if section.groups]


def replaced(screening: Screening) -> dict[str, list[EarlierAnswer]]:
    found: dict[str, list[EarlierAnswer]] = {}
    for row in screening.earlier_answers.select_related("answered_by", "replaced_by"):
        found.setdefault(row.question, []).append(row)
    return found


def read_section(
    section: Section,
    answered: Mapping[str, ScreeningAnswer],
    earlier: Mapping[str, list[EarlierAnswer]],
    lists: Lists,
) -> Iterable[tuple[Any, tuple[Said, ...]]]:
    for asked in INSTRUMENT.asked(section, lists):
        said = [
            Said(
                question.label,
                in_words(question, row.value, lists),
                row,
                tuple((in_words(question, old.value, lists), old) for old in earlier.get(question.code, ())),
            )
            for _what, questions in asked.items
            for question in questions
            if (row := answered.get(question.code)) and (is_answered(row.value) or question.code in earlier)
        ]
        if said:
            yield asked.group.title, tuple(said)


def evidence(found: Finding, answers: Mapping[str, Any]) -> list[Evidence]:
    """The three elements with what was noted for each."""
    lists = lists_for(answers)
    return [evidence_for(element, answers, lists) for element in found.elements]


def evidence_for(element: Element, answers: Mapping[str, Any], lists: Lists) -> Evidence:
    labels = {item.code: item.label for item in lists(ITEMS[element.code])}
    items = tuple(
        Shown(labels.get(code, code), answers.get(f"{element.code}_{code}{NOTE}") or "") for code in element.present
    )
    section = INSTRUMENT.section(element.code)
    return Evidence(
        section.title if section else element.code,
        element,
        items,
        tuple(sign.label for sign in signs_for(element.code, answers, lists)),
    )


def happened(screening: Screening) -> list[Event]:
    """The events of this screening, newest first; the report's others are left out."""
    events = stream.timeline(screening.report_id).filter(data__screening=str(screening.pk))
    return list(events.exclude(kind="screening.answered"))
