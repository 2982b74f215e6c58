"""A filled-in form: its nodes, found by address, and repeats that come and go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samaan.xforms.definition import Definition, Question
from samaan.xforms.faults import Refused
from samaan.xforms.nodes import Node

MOST_REPEATS = 200
LONGEST_ANSWER = 100_000
STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*)(?:\[([1-9]\d{0,3})\])?")
# What XML 1.0 has no place for, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Instance:
    """The answers to a form. `fresh` are nodes whose calculated default is still to come."""

    form: Definition
    root: Node
    instance_id: str = ""
    deprecated_id: str = ""
    fresh: list[Node] = field(default_factory=list)

    def nodes(self) -> dict[str, list[Node]]:
        """Every node by the path of its question."""
        found: dict[str, list[Node]] = {path: [] for path in self.form.questions}
        for node in self.root.walk():
            found[node.path].append(node)
        return found

    def at(self, address: str) -> Node:
        """The node at `/data/child[2]/age`; without a number the first. `Refused` when there is none."""
        first, *rest = address.removeprefix("/").split("/")
        node = self.root if first == self.root.name else None
        for step in rest:
            found = STEP.fullmatch(step)
            siblings = node.named.get(found[1], []) if node and found else []
            place = int(found[2] or 1) if found else 1
            node = siblings[place - 1] if place <= len(siblings) else None
        if node is None:
            raise Refused(_("This form has no such question."))
        return node

    def value(self, address: str) -> str:
        return self.at(address).text

    def question(self, node: Node) -> Question:
        return self.form.questions[node.path]

    def answer(self, address: str, text: str) -> Node:
        """Write an answer, whatever it says; only a question that is asked takes one."""
        node = self.at(address)
        if not takes_answers(self.question(node)):
            raise Refused(_("Nothing can be answered here."))
        if len(text) > LONGEST_ANSWER:
            raise Refused(_("The answer is longer than %(count)s characters.") % {"count": LONGEST_ANSWER})
        node.text = UNWRITABLE.sub("", text).replace("\r\n", "\n").strip()
        return node

    def add_repeat(self, address: str) -> Node:
        """One more of a repeat, at the end; the address is the repeat's, inside its group."""
        above, _mark, name = address.rpartition("/")
        parent = self.at(above)
        question = self.form.questions.get(f"{parent.path}/{name}")
        if question is None or not question.is_repeat or question.count:
            raise Refused(_("Nothing can be added here."))
        if len(parent.named.get(name, [])) >= MOST_REPEATS:
            raise Refused(_("There are already %(count)s.") % {"count": MOST_REPEATS})
        return self.grow(question, parent)

    def remove_repeat(self, address: str) -> None:
        node = self.at(address)
        question = self.question(node)
        if not question.is_repeat or question.count or node.parent is None:
            raise Refused(_("Nothing can be removed here."))
        node.parent.named[node.name].remove(node)

    def grow(self, question: Question, parent: Node | None) -> Node:
        """A question with all that is in it, and its defaults."""
        node = Node(question.name, parent, question.default, question.path)
        node.repeated = question.is_repeat
        if question.calculated_default:
            self.fresh.append(node)
        for child in question.children:
            # A counted repeat gets its number when it is counted.
            if not child.count:
                self.grow(child, node)
        return node


def takes_answers(question: Question) -> bool:
    return not (question.is_container or question.calculation) and question.kind not in (
        "note",
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
    )


def empty_instance(form: Definition) -> Instance:
    """All nodes with their fixed defaults, below a node that stands for the document."""
    instance = Instance(form, Node(""))
    instance.root = instance.grow(form.root, instance.root)
    return instance


def in_order(form: Definition, node: Node) -> Iterator[tuple[Question, Node]]:
    """The children of a node, in the order of the form."""
    for question in form.questions[node.path].children:
        for child in node.named.get(question.name, ()):
            yield question, child
