"""What an instrument is made of: sections of groups of questions. Plain data; nothing here knows pages or tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy

Words = str | Promise
# The active codes of a list of the country pack, with their labels.
Lists = Callable[[str], list["Option"]]


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True)
class Option:
    """One thing to choose. `more` holds the other columns of its list: `group`, `element`, `htcds`."""

    code: str
    label: Words
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question. `options` is a list of the country pack by name, or options of the instrument's own."""

    code: str
    label: Words
    kind: Kind = Kind.LINE
    options: str | tuple[Option, ...] = ()
    help: Words = ""
    # Said to be missing when a screening without it is submitted.
    wanted: bool = False
    # Only asked of children; of nobody else is it missing.
    of_child: bool = False
    # Which options of a list: the value of one of its columns.
    only: tuple[str, str] | None = None
    lowest: int = 0
    highest: int = 120

    @property
    def is_text(self) -> bool:
        return self.kind in (Kind.LINE, Kind.TEXT)

    @property
    def many(self) -> bool:
        return self.kind is Kind.MANY

    def choices(self, lists: Lists) -> list[Option]:
        if not isinstance(self.options, str):
            return list(self.options)
        found = lists(self.options)
        if self.only:
            column, value = self.only
            found = [option for option in found if option.more.get(column) == value]
        return found


@dataclass(frozen=True)
class Group:
    """Questions under one heading. With `each`, its questions are asked once for every code of that list."""

    title: Words
    questions: tuple[Question, ...]
    hint: Words = ""
    each: str = ""
    # The element of the law these items speak to.
    element: str = ""


@dataclass(frozen=True)
class Section:
    code: str
    title: Words
    groups: tuple[Group, ...]
    intro: Words = ""
    # Stays closed until consent is settled.
    locked: bool = True


@dataclass(frozen=True)
class Asked:
    """A group as it is asked: `items` are (what, its questions); `what` is empty but for repeated groups."""

    group: Group
    items: tuple[tuple[Words, tuple[Question, ...]], ...]


@dataclass(frozen=True)
class Instrument:
    code: str
    sections: tuple[Section, ...]

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def asked(self, section: Section, lists: Lists) -> list[Asked]:
        return [Asked(group, tuple(items_of(group, lists))) for group in section.groups]

    def questions_of(self, section: Section, lists: Lists) -> list[Question]:
        return [q for asked in self.asked(section, lists) for _, questions in asked.items for q in questions]

    def questions(self, lists: Lists) -> Iterator[tuple[Section, Question]]:
        for section in self.sections:
            for question in self.questions_of(section, lists):
                yield section, question

    def find(self, code: str, lists: Lists) -> tuple[Section, Question] | None:
        return next((found for found in self.questions(lists) if found[1].code == code), None)


def items_of(group: Group, lists: Lists) -> Iterator[tuple[Words, tuple[Question, ...]]]:
    """`each="acts"` with a question `act_{code}` asks act_recruitment, act_transportation and so on."""
    if not group.each:
        yield "", group.questions
        return
    for option in lists(group.each):
        yield option.label, tuple(about(question, option) for question in group.questions)


def about(question: Question, option: Option) -> Question:
    """A question of a repeated group, about one item: `{code}` and `{item}` are filled in."""
    # The plugin knows no lazy text as a template, though it is one.
    label = format_lazy(question.label, item=option.label)  # type: ignore[arg-type]
    return replace(question, code=question.code.format(code=option.code), label=label)


def is_answered(value: Any) -> bool:
    """Whether something was answered: not nothing, not an empty text, not an empty list."""
    return value not in (None, "", [])
