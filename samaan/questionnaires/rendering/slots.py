"""The questions of a section as its page asks them, made from the server's verdict."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from samaan.questionnaires.filled import Filled
from samaan.questionnaires.models import Attachment
from samaan.questionnaires.purposes import KINDS
from samaan.questionnaires.rendering import values
from samaan.questionnaires.rendering.inputs import choice_inputs, no_answer, select_options
from samaan.questionnaires.rendering.words import in_words
from samaan.questionnaires.sections import Section, shows
from samaan.vault.forms import ACCEPTED
from samaan.xforms.answer_types import wrong_type
from samaan.xforms.definition import Choice, Question, Wording
from samaan.xforms.judging import Judged
from samaan.xforms.nodes import Node
from samaan.xforms.verdict import Verdict

UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class Option(NamedTuple):
    name: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Dispute:
    """An answer somebody else gave meanwhile, to be shown beside one's own."""

    theirs: str
    by: str


@dataclass
class Slot:
    """One question of a page, or its empty place while it is not asked."""

    address: str
    question: Question
    is_asked: bool
    way: str = ""
    label: str = ""
    hint: str = ""
    guidance: str = ""
    says: str = ""
    required: bool = False
    read_only: bool = False
    problem: str = ""
    # As it is kept. `text`: what its input shows, which may be newer; `words`: as it is read.
    stored: str = ""
    text: str = ""
    words: str = ""
    options: list[Option] = field(default_factory=list)
    # Of a long list: whether the page brings all of it along, and what the words written may have meant.
    lists_all: bool = True
    meant: list[Option] = field(default_factory=list)
    attachment: Attachment | None = None
    dispute: Dispute | None = None
    # Where the answer was known from before anybody was asked.
    known: str = ""

    is_container = False

    @cached_property
    def key(self) -> str:
        return key_of(self.address)

    @property
    def inputs(self) -> SafeString:
        """Its choices, to choose one or several."""
        if self.way == "checkboxes":
            return choice_inputs("checkbox", self.address, self.key, self.options)
        options = self.options
        if self.way == "scale":
            options = [Option(number, number, number == self.text) for number in values.scale(self.question)]
        made = choice_inputs("radio", self.address, self.key, options)
        return made if self.required else made + no_answer(self.address, not self.text)

    @property
    def unfolding(self) -> SafeString:
        """Its choices, in a list that unfolds."""
        return select_options(self.options)

    @property
    def takes_answer(self) -> bool:
        return self.is_asked and self.way not in ("note", "calculated", "shown")

    @property
    def is_fieldset(self) -> bool:
        return self.way in ("radios", "checkboxes", "likert", "scale", "geopoint")

    @property
    def printed(self) -> str:
        """As it stands on paper: of a file its own name."""
        return self.attachment.file.name if self.attachment else self.words

    @property
    def template(self) -> str:
        return f"questionnaires/widgets/{self.way}.html"

    @property
    def saves_itself(self) -> bool:
        """Whether it is saved as it is given; files and what is sealed are sent by a button of their own."""
        return self.way not in ("file", "signature", "sealed")

    @property
    def first_input(self) -> str:
        return f"{self.key}-input"

    @property
    def looks(self) -> str:
        """Choices beside each other."""
        beside = {"horizontal", "columns", "quick"} & set(self.question.appearance)
        return " choices-beside" if beside else ""

    @property
    def is_quick(self) -> bool:
        return "quick" in self.question.appearance

    @property
    def fits(self) -> bool:
        """Whether the browser's own input for dates and times can show what is written."""
        return not self.text or not wrong_type(self.question, self.text)

    @property
    def accepts(self) -> str:
        kind = self.question.kind
        return ACCEPTED if kind == "file" else f"{kind}/*"

    @property
    def mark(self) -> str:
        """What the page shows as the answer, in short: what differs from it was changed there."""
        return mark(self.stored)

    @property
    def value(self) -> str:
        return values.in_input(self.question, self.text)

    @property
    def found(self) -> str:
        """Of a choice found by writing: its words."""
        return next((option.label for option in self.options if option.chosen), self.text)

    @property
    def point(self) -> tuple[str, str]:
        return values.point(self.text)

    @property
    def range(self) -> tuple[str, str]:
        low, high, _step = values.steps(self.question)
        return f"{low:g}", f"{high:g}"

    @cached_property
    def offer(self) -> str:
        """What is offered to choose from, in short."""
        return short([(option.name, option.label) for option in [*self.options, *self.meant]])

    @cached_property
    def print(self) -> str:
        """All that is shown but the answer being written: when it differs, the question is drawn anew."""
        if not self.is_asked:
            return "-"
        shown = self.words if not self.takes_answer else self.attachment.name if self.attachment else ""
        words = [self.label, self.hint, self.guidance, self.says, self.known, self.problem, self.way, shown]
        return short([*words, self.required, self.read_only, self.offer])


@dataclass
class Group:
    """A group, or one of a repeat: its heading and what is in it."""

    address: str
    is_asked: bool
    label: str
    hint: str
    items: list[Any]
    number: int = 0
    may_remove: bool = False

    is_container, is_repeat = True, False

    @property
    def key(self) -> str:
        return key_of(self.address)


@dataclass
class Repeat:
    """All of a repeat, and whether one more may be added."""

    address: str
    label: str
    groups: list[Group]
    may_add: bool

    is_container, is_repeat = True, True

    @property
    def key(self) -> str:
        return key_of(self.address)

    @property
    def is_asked(self) -> bool:
        return self.may_add or any(group.is_asked for group in self.groups)

    @property
    def print(self) -> str:
        return short([self.may_add, [(group.address, group.label) for group in self.groups]])


def key_of(address: str) -> str:
    """The id of its element."""
    return "q" + UNSAFE.sub("-", address).rstrip("-")


def short(what: Any) -> str:
    return hashlib.blake2s(json.dumps(what).encode(), digest_size=6).hexdigest()


def mark(text: str) -> str:
    return short(text) if text else ""


class Drawing:
    """One section drawn for one reader: what they do not see is not there."""

    def __init__(
        self,
        filled: Filled,
        verdict: Verdict,
        *,
        every_problem: bool = False,
        typed: Mapping[str, str] | None = None,
        disputes: Mapping[str, Dispute] | None = None,
    ):
        self.filled, self.verdict, self.every_problem = filled, verdict, every_problem
        self.typed, self.disputes = typed or {}, disputes or {}
        self.hidden = 0

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        rows = Attachment.objects.filter(submission=self.filled.submission).select_related("file")
        return {row.name: row for row in rows}

    def items(self, section: Section) -> list[Any]:
        """The section's questions; of a group at the top its heading is the page's own."""
        root = self.filled.instance.root
        if section.group and not section.group.is_repeat:
            return self.inside(root.named[section.group.name][0])
        return list(self.of(section.questions, root))

    def inside(self, node: Node) -> list[Any]:
        return list(self.of(self.filled.instance.question(node).children, node))

    def of(self, questions: Iterable[Question], parent: Node) -> Iterator[Any]:
        for question in questions:
            nodes = parent.named.get(question.name, [])
            if not shows(question):
                continue
            if self.is_hidden(question):
                self.hidden += 1
            elif question.is_repeat:
                yield self.repeat(question, parent, nodes)
            elif question.is_container:
                yield from (self.group(node) for node in nodes)
            else:
                yield from (self.slot(self.verdict[node.address]) for node in nodes)

    def is_hidden(self, question: Question) -> bool:
        filled = self.filled
        compartment = filled.instance.form.compartments.get(question.path) or filled.submission.compartment
        return compartment in filled.hidden and not any(not self.is_hidden(child) for child in question.children)

    def repeat(self, question: Question, parent: Node, nodes: list[Node]) -> Repeat:
        address = f"{parent.address}/{question.name}"
        groups = [self.group(node, number=number) for number, node in enumerate(nodes, 1)]
        label = groups[0].label if groups else self.plain(question)
        return Repeat(address, label, groups, self.verdict.may_add(address))

    def plain(self, question: Question) -> str:
        words = question.label.words(self.verdict.language, self.filled.instance.form.default_language)
        return "".join(piece for piece in words if isinstance(piece, str)).strip()

    def group(self, node: Node, *, number: int = 0) -> Group:
        address = node.address
        judged = self.verdict[address]
        return Group(
            address,
            judged.relevant,
            self.verdict.label(address) if judged.relevant else "",
            self.verdict.hint(address) if judged.relevant else "",
            self.inside(node),
            number,
            may_remove=bool(number) and not judged.question.count,
        )

    def offered(self, question: Question, address: str) -> list[Choice]:
        """What a select offers; in an order by chance that stays the same while this form is filled in."""
        offered = self.verdict.choices(address)
        if "randomize" not in question.parameters or "seed" in question.parameters:
            return offered
        seed = self.filled.submission.instance_id
        return sorted(offered, key=lambda choice: short([seed, address, choice.name]))

    def words(self, address: str, wording: Wording) -> str:
        return self.verdict.words(address, wording) if wording.by_language else ""

    def known(self, address: str, text: str) -> str:
        """Of an answer nobody gave, because the record says it: where it is known from."""
        mark = self.filled.marks.get(address)
        kind = KINDS.get(self.filled.submission.of_kind)
        return str(kind.source) if kind and text and mark and mark.by is None else ""

    def slot(self, judged: Judged) -> Slot:
        question, address = judged.question, judged.address
        text = self.typed.get(address, judged.value)
        if not judged.relevant:
            return Slot(address, question, is_asked=False)
        verdict = self.verdict
        offered = self.offered(question, address)
        way = values.way_of(question, len(offered))
        slot = Slot(
            address,
            question,
            is_asked=True,
            way="shown" if judged.read_only and way not in ("note", "calculated") else way,
            label=verdict.label(address),
            hint=self.words(address, question.hint),
            guidance=self.words(address, question.guidance),
            says=self.words(address, question.of_samaan.guiding_question),
            required=judged.required,
            read_only=judged.read_only,
            problem=judged.problem if self.every_problem or judged.value else "",
            stored=judged.value,
            text=text,
            words=in_words(verdict, question, text),
            dispute=self.disputes.get(address),
            known=self.known(address, text),
        )
        chosen = set(text.split() if way == "checkboxes" else [text])
        if way == "find" and len(offered) > values.LISTED:
            offered, slot.lists_all = [one for one in offered if one.name in chosen], False
        slot.options = [Option(one.name, verdict.choice_label(one), one.name in chosen) for one in offered]
        if way == "find" and text and slot.problem:
            meant = values.candidates(text, verdict, address)
            slot.meant = [Option(one.name, verdict.choice_label(one), False) for one in meant]
        if way in ("file", "signature") and text:
            slot.attachment = self.attachments.get(text)
        return slot


def slots_in(items: Iterable[Any]) -> Iterator[Slot]:
    """Every question, those in groups and repeats too."""
    for item in items:
        if not item.is_container:
            yield item
        else:
            for group in item.groups if item.is_repeat else [item]:
                yield from slots_in(group.items)


def repeats_in(items: Iterable[Any]) -> Iterator[Repeat]:
    return (item for item in containers_in(items) if isinstance(item, Repeat))


def containers_in(items: Iterable[Any]) -> Iterator[Group | Repeat]:
    for item in items:
        if item.is_container:
            yield item
            for group in item.groups if item.is_repeat else [item]:
                if item.is_repeat:
                    yield group
                yield from containers_in(group.items)


def addresses_asked(items: Iterable[Any]) -> set[str]:
    return {slot.address for slot in slots_in(items) if slot.takes_answer}
