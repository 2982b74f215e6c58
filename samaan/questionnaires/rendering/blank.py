"""A form on paper: what is asked, boxes to tick, lines to write on, and in words when a question is to be skipped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from samaan.questionnaires.rendering import values
from samaan.questionnaires.rendering.words import gapped
from samaan.questionnaires.sections import sections_of, shows
from samaan.xforms.definition import Choice, Definition, Question, Wording
from samaan.xforms.verdict import offered_to_all
from samaan.xforms.vocabulary import SELECTS

# A list of more choices is written in by hand.
TICKED = 60
# On paper so many of a repeat have room.
OF_A_REPEAT = 3

# As it is written in the workbook, or as the path that pyxform made of it.
NAME = r"(?:\$\{(?P<name>[^}]+)\}|\.{0,2}/(?:[\w.-]+/)*(?P<last>[\w.-]+))"
CODE = r"['\"](?P<code>[^'\"]*)['\"]"
NUMBER = r"(?P<number>-?\d+(?:\.\d+)?)"
IS = re.compile(rf"{NAME}\s*(?P<how>=|!=)\s*{CODE}")
SELECTED = re.compile(rf"(?P<not>not\(\s*)?selected\(\s*{NAME}\s*,\s*{CODE}\s*\)(?(not)\s*\)|)")
COMPARED = re.compile(rf"{NAME}\s*(?P<how><=|>=|<|>|=|!=)\s*{NUMBER}")


@dataclass(frozen=True)
class Asked:
    """One question on paper; `way` says what there is to tick or to write on."""

    number: str
    label: str
    way: str
    hint: str = ""
    says: str = ""
    when: str = ""
    required: bool = False
    choices: list[str] = field(default_factory=list)
    lines: range = range(1)


@dataclass(frozen=True)
class OnPaper:
    """A heading and what is asked under it."""

    title: str
    level: int
    when: str
    asked: list[Asked]


def on_paper(form: Definition, language: str) -> list[OnPaper]:
    """The whole form, section by section, in one of its languages."""
    return list(Paper(form, form.language(language)).headings())


@dataclass
class Paper:
    form: Definition
    language: str

    def headings(self) -> Iterator[OnPaper]:
        for section in sections_of(self.form):
            if section.group:
                yield from self.group(section.group, 2)
            else:
                yield OnPaper(str(section.name), 2, "", self.all_of(section.questions))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The number of each question that is asked, by its path."""
        asked = [each for each in self.form.root.walk() if shows(each) and is_asked(each)]
        return {each.path: str(number) for number, each in enumerate(asked, 1)}

    def group(self, group: Question, level: int) -> Iterator[OnPaper]:
        times = OF_A_REPEAT if group.is_repeat else 1
        for time in range(1, times + 1):
            title = self.say(group.label) + (f" {time}" if times > 1 else "")
            yield OnPaper(title, level, self.when(group), self.all_of(group.children))
            for child in group.children:
                if child.is_container and shows(child):
                    yield from self.group(child, min(level + 1, 4))
        if group.is_repeat:
            yield OnPaper("", level, _("For more, use another sheet of paper."), [])

    def all_of(self, questions: Iterable[Question]) -> list[Asked]:
        return [self.question(each) for each in questions if shows(each) and way_on_paper(each)]

    def question(self, question: Question) -> Asked:
        way = way_on_paper(question)
        offered = self.offered(question)
        if len(offered) > TICKED:
            offered, way = (), "lines"
        return Asked(
            self.numbers.get(question.path, ""),
            self.say(question.label),
            way,
            self.say(question.hint),
            self.say(question.of_samaan.guiding_question),
            self.when(question),
            question.required is not None,
            values.scale(question) if way == "scale" else [self.say(choice.label) for choice in offered],
            range(4 if "multiline" in question.appearance else 1),
        )

    def offered(self, question: Question) -> Sequence[Choice]:
        """What there is to tick: all of a list where a filter waits for an answer."""
        if question.offer is None:
            return ()
        if question.offer.items is None or question.offer.items.uses:
            return self.form.lists[question.offer.list].choices
        return offered_to_all(self.form, question)

    def say(self, wording: Wording) -> str:
        """The words; where an answer would stand in them, a gap."""
        return gapped(wording, self.language, self.form.default_language)

    def when(self, question: Question) -> str:
        """When it is asked at all, where that can be said in a sentence."""
        if question.relevant is None:
            return ""
        said = self.condition(question.relevant.source)
        return said or _("Only if it applies.")

    def condition(self, source: str) -> str:
        for word, joined in ((" and ", _("%(one)s, and %(other)s")), (" or ", _("%(one)s, or %(other)s"))):
            pieces = re.split(word, source.strip())
            if len(pieces) > 1:
                said = [self.simple(piece) for piece in pieces]
                if not all(said):
                    return ""
                found = said[0]
                for other in said[1:]:
                    found = joined % {"one": found.rstrip("."), "other": other[0].lower() + other[1:]}
                return found
        return self.simple(source)

    def simple(self, source: str) -> str:
        source = source.strip()
        for pattern in (IS, SELECTED, COMPARED):
            found = pattern.fullmatch(source)
            if found:
                return self.sentence(found.groupdict())
        return ""

    def sentence(self, found: dict[str, str | None]) -> str:
        name = found.get("name") or found.get("last")
        path = next((path for path in self.numbers if path.rpartition("/")[2] == name), "")
        question = self.form.questions.get(path)
        if question is None:
            return ""
        told = {"number": self.numbers[path], "answer": self.answer(question, found)}
        how = "!=" if found.get("not") else found.get("how") or "="
        if not told["answer"]:
            return _("Only if %(number)s is answered.") % told if how == "!=" else ""
        return sentence_of(how) % told

    def answer(self, question: Question, found: dict[str, str | None]) -> str:
        if "number" in found:
            return found["number"] or ""
        code = found.get("code") or ""
        if question.offer and code in self.form.lists[question.offer.list].by_name:
            return f"“{self.say(self.form.lists[question.offer.list].by_name[code].label)}”"
        return f"“{code}”" if code else ""


def sentence_of(how: str) -> str:
    return {
        "=": _("Only if the answer to %(number)s is %(answer)s."),
        "!=": _("Only if the answer to %(number)s is not %(answer)s."),
        "<": _("Only if the answer to %(number)s is less than %(answer)s."),
        ">": _("Only if the answer to %(number)s is more than %(answer)s."),
        "<=": _("Only if the answer to %(number)s is %(answer)s or less."),
        ">=": _("Only if the answer to %(number)s is %(answer)s or more."),
    }[how]


def is_asked(question: Question) -> bool:
    return way_on_paper(question) not in ("", "note")


def way_on_paper(question: Question) -> str:
    """How a question is answered on paper; nothing for what only a computer works out."""
    if question.is_container or question.calculation or question.kind == "calculate":
        return ""
    if question.of_samaan.sealed:
        return "paper"
    if question.kind == "range":
        return "scale" if values.few_steps(question) else "number"
    return {
        SELECTS[0]: "choices",
        SELECTS[1]: "several",
        "date": "date",
        "time": "time",
        "datetime": "date",
        "integer": "number",
        "decimal": "number",
        "geopoint": "place",
        "image": "signature" if "signature" in question.appearance else "paper",
        "audio": "paper",
        "video": "paper",
        "file": "paper",
        "acknowledge": "tick",
        "note": "note",
        "text": "lines",
    }.get(question.kind, "")
