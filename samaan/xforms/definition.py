"""A form as it was read: its questions in order, its lists, its languages. Frozen: one for all who fill it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from samaan.xforms.compiling import Expression
from samaan.xforms.languages import code
from samaan.xforms.nodes import Node

# Words of a question: fixed text, and expressions for what `${name}` puts in.
Words = tuple["str | Expression", ...]
GROUP, REPEAT = "group", "repeat"
CONTAINERS = (GROUP, REPEAT)


@dataclass(frozen=True)
class Wording:
    """One text in every language of the form."""

    by_language: Mapping[str, Words] = field(default_factory=dict)

    def words(self, language: str, fallback: str = "") -> Words:
        """In a language, else in the form's first, else in any."""
        return (
            self.by_language.get(language)
            or self.by_language.get(fallback)
            or next((words for words in self.by_language.values() if words), ())
        )


@dataclass(frozen=True)
class OfSamaan:
    """What Samaan's own columns say of a question; other tools ignore them."""

    stored_as: str = ""
    prefill: str = ""
    compartment: str = ""
    sealed: str = ""
    third_person: str = ""
    guiding_question: Wording = field(default_factory=Wording)
    indicator: str = ""


@dataclass(frozen=True)
class Choice:
    name: str
    label: Wording
    columns: Mapping[str, str] = field(default_factory=dict)
    # Where it stands in the sheet `choices`; 0 for one of a CSV file.
    row: int = 0


@dataclass(frozen=True)
class ChoiceList:
    """Something to choose from: of the sheet `choices`, or of a CSV file beside the workbook."""

    name: str
    choices: tuple[Choice, ...]
    columns: frozenset[str]

    @cached_property
    def by_name(self) -> dict[str, Choice]:
        return {choice.name: choice for choice in self.choices}

    @cached_property
    def tree(self) -> Node:
        """The same as nodes, for `instance('list')/root/item[…]`."""
        top = Node("")
        root = Node("root", top)
        for choice in self.choices:
            item = Node("item", root)
            item.choice = choice
            for column, text in choice.columns.items():
                Node(column, item, text)
        return top


@dataclass(frozen=True)
class Offer:
    """What a select offers: a list, and the expression that filters it when the form has one."""

    list: str
    items: Expression | None = None


@dataclass(frozen=True)
class Question:
    """A question, a note, a calculation, a group or a repeat."""

    path: str
    kind: str
    row: int
    label: Wording = field(default_factory=Wording)
    hint: Wording = field(default_factory=Wording)
    guidance: Wording = field(default_factory=Wording)
    constraint_message: Wording = field(default_factory=Wording)
    required_message: Wording = field(default_factory=Wording)
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    relevant: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    calculation: Expression | None = None
    read_only: Expression | None = None
    default: str = ""
    calculated_default: Expression | None = None
    preload: str = ""
    offer: Offer | None = None
    count: Expression | None = None
    of_samaan: OfSamaan = field(default_factory=OfSamaan)
    children: tuple["Question", ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def is_container(self) -> bool:
        return self.kind in CONTAINERS

    @property
    def is_repeat(self) -> bool:
        return self.kind == REPEAT

    def walk(self) -> Iterator["Question"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Definition:
    """A form. `root` is a group that holds everything; `order` has each question after those it looks at."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    root: Question
    lists: Mapping[str, ChoiceList]
    order: tuple[Question, ...]
    instance_name: Expression | None
    # What ODK and Kobo download.
    xform: str

    @cached_property
    def questions(self) -> dict[str, Question]:
        """By path, in the order of the form."""
        return {question.path: question for question in self.root.walk()}

    @cached_property
    def named(self) -> dict[str, Question]:
        """Questions by their name; groups are not among them, and of two with one name the first counts."""
        found: dict[str, Question] = {}
        for question in self.questions.values():
            if not question.is_container:
                found.setdefault(question.name, question)
        return found

    @cached_property
    def repeats(self) -> frozenset[str]:
        return frozenset(path for path, question in self.questions.items() if question.is_repeat)

    @cached_property
    def compartments(self) -> dict[str, str]:
        """By path: the compartment a question names, or the group it is in; nothing for the form's own."""
        found: dict[str, str] = {}
        for path, question in self.questions.items():
            found[path] = question.of_samaan.compartment or found.get(path.rpartition("/")[0], "")
        return found

    def language(self, wanted: str) -> str:
        """The form's name of a language, asked for by that name or by its code; else its first."""
        for language in self.languages:
            if wanted and wanted in (language, code(language)):
                return language
        return self.default_language

    @cached_property
    def of_others(self) -> frozenset[str]:
        """The paths of what is asked about other persons; over a group, all that is in it."""
        found: set[str] = set()
        for path, question in self.questions.items():
            if question.of_samaan.third_person or path.rpartition("/")[0] in found:
                found.add(path)
        return frozenset(found)

    @property
    def stored_as(self) -> dict[str, Question]:
        """Which question fills which of Samaan's columns."""
        return {found.of_samaan.stored_as: found for found in self.root.walk() if found.of_samaan.stored_as}
