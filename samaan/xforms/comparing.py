"""What differs between two versions of a form, question by question and list by list, for whoever decides on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samaan.xforms.compiling import Expression
from samaan.xforms.definition import ChoiceList, Definition, Question, Wording, Words

NEW, GONE, CHANGED = "new", "gone", "changed"


@dataclass(frozen=True)
class Aspect:
    """One thing about a question or a choice that is another now: what it is called, what was, what is."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class Difference:
    """A question or a list that is new, gone or changed. `label` is as it is now, in the language of whoever reads."""

    kind: str
    name: str
    label: str
    aspects: tuple[Aspect, ...] = ()


@dataclass(frozen=True)
class Compared:
    """Two versions of a form side by side."""

    questions: tuple[Difference, ...] = ()
    lists: tuple[Difference, ...] = ()
    settings: tuple[Aspect, ...] = ()
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.questions or self.lists or self.settings or self.moved)


@dataclass(frozen=True)
class Comparing:
    """The words of both versions in one language."""

    old: Definition
    new: Definition
    language: str = ""

    def compare(self) -> Compared:
        return Compared(
            questions=tuple(self.questions()),
            lists=tuple(self.lists()),
            settings=tuple(differing(settings(self.old), settings(self.new))),
            moved=self.is_moved(),
        )

    def questions(self) -> Iterator[Difference]:
        old, new = self.old.questions, self.new.questions
        for path, question in new.items():
            name, label = name_of(path), self.label(self.new, question.label)
            if path not in old:
                yield Difference(NEW, name, label, tuple(differing({}, aspects(question))))
            elif found := tuple(differing(aspects(old[path]), aspects(question))):
                yield Difference(CHANGED, name, label, found)
        for path, question in old.items():
            if path not in new:
                yield Difference(GONE, name_of(path), self.label(self.old, question.label))

    def lists(self) -> Iterator[Difference]:
        old, new = self.old.lists, self.new.lists
        for name in dict.fromkeys([*new, *old]):
            if name not in old:
                yield Difference(NEW, name, "", tuple(differing({}, choices(new[name]))))
            elif name not in new:
                yield Difference(GONE, name, "")
            elif found := tuple(differing(choices(old[name]), choices(new[name]))):
                yield Difference(CHANGED, name, "", found)

    def is_moved(self) -> bool:
        """Whether questions that both have stand in another order."""
        kept = [path for path in self.old.questions if path in self.new.questions]
        return kept != [path for path in self.new.questions if path in self.old.questions]

    def label(self, form: Definition, wording: Wording) -> str:
        return text_of(wording.words(form.language(self.language), form.default_language))


def compare_forms(old: Definition, new: Definition, language: str = "") -> Compared:
    """What differs, with the labels of questions in a language (`es`, or as the form names it)."""
    return Comparing(old, new, language).compare()


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Aspect]:
    for what in dict.fromkeys([*new, *old]):
        was, now = old.get(what, ""), new.get(what, "")
        if was != now:
            yield Aspect(what, was, now)


def aspects(question: Question) -> dict[str, str]:
    """Everything a question says and does, by what it is called."""
    found = {
        _("type"): question.kind,
        **worded(_("question"), question.label),
        **worded(_("hint"), question.hint),
        **worded(_("guidance"), question.guidance),
        **worded(_("what the interviewer may say"), question.of_samaan.guiding_question),
        _("choices from"): question.offer.list if question.offer else "",
        _("choices offered"): source(question.offer.items if question.offer else None),
        _("asked when"): source(question.relevant),
        _("needs an answer"): source(question.required),
        _("answer possible when"): source(question.constraint),
        **worded(_("message for another answer"), question.constraint_message),
        **worded(_("message without an answer"), question.required_message),
        _("calculated as"): source(question.calculation),
        _("read only"): source(question.read_only),
        _("default"): question.default or source(question.calculated_default),
        _("repeated"): source(question.count),
        _("appearance"): " ".join(question.appearance),
        _("parameters"): ", ".join(f"{name}={value}" for name, value in sorted(question.parameters.items())),
        _("stored as"): question.of_samaan.stored_as,
        _("filled in beforehand with"): question.of_samaan.prefill,
        _("compartment"): question.of_samaan.compartment,
        _("sealed"): question.of_samaan.sealed,
        _("about other persons"): question.of_samaan.third_person,
        _("indicator"): question.of_samaan.indicator,
    }
    return {what: text for what, text in found.items() if text}


def choices(found: ChoiceList) -> dict[str, str]:
    """The words of each choice in each language, by its name."""
    return {
        what: text for choice in found.choices for what, text in worded(f"“{choice.name}”", choice.label).items()
    } or {f"“{choice.name}”": choice.name for choice in found.choices}


def worded(what: str, wording: Wording) -> dict[str, str]:
    """`{"question (es)": "¿Qué teme?"}`."""
    return {
        f"{what}, {language}" if language else what: text_of(words) for language, words in wording.by_language.items()
    }


def settings(form: Definition) -> dict[str, str]:
    return {
        _("title"): form.title,
        _("languages"): ", ".join(form.languages),
        _("first language"): form.default_language,
        _("name of what was filled in"): source(form.instance_name),
    }


def source(expression: Expression | None) -> str:
    return expression.source if expression else ""


def text_of(words: Words) -> str:
    """A text with what it puts in: `Hello ${name}`."""
    return "".join(piece if isinstance(piece, str) else "${…}" for piece in words).strip()


def name_of(path: str) -> str:
    """`/data/health/illness` -> `health/illness`."""
    return "/".join(path.split("/")[2:]) or path
