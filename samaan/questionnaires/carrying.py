"""From one version of a form to another: what is asked now, and where each answer has its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from samaan.questionnaires.filled import Filled, Mark
from samaan.xforms.definition import Definition, Question, Wording
from samaan.xforms.faults import Refused
from samaan.xforms.instance import Instance, takes_answers
from samaan.xforms.nodes import Node
from samaan.xforms.verdict import judge, new_instance


@dataclass(frozen=True)
class Difference:
    """What a new version asks otherwise: new questions, those no longer asked, those in other words."""

    new: list[Question]
    gone: list[Question]
    changed: list[tuple[Question, Question]]


@dataclass
class Carried:
    """The answers in the new version, and those that have no place in it."""

    instance: Instance
    marks: dict[str, Mark] = field(default_factory=dict)
    left: list[Node] = field(default_factory=list)


def difference(before: Definition, after: Definition, language: str) -> Difference:
    """By path; a question that went elsewhere and fills the same column is the same question."""
    asked_before, asked_after = asked(before), asked(after)
    moved = {old.path: new for old in asked_before.values() if (new := place_of(old, after))}
    arrived = {new.path for new in moved.values()}
    return Difference(
        [new for path, new in asked_after.items() if path not in arrived],
        [old for path, old in asked_before.items() if path not in moved],
        [(asked_before[path], new) for path, new in moved.items() if reads_otherwise(before, path, new, language)],
    )


def asked(form: Definition) -> dict[str, Question]:
    return {path: question for path, question in form.questions.items() if takes_answers(question)}


def reads_otherwise(before: Definition, path: str, after: Question, language: str) -> bool:
    old = before.questions[path]
    return plain(old.label, language) != plain(after.label, language)


def plain(wording: Wording, language: str) -> str:
    words = wording.words(language)
    return "".join(piece if isinstance(piece, str) else f"${{{piece.source}}}" for piece in words)


def place_of(question: Question, form: Definition) -> Question | None:
    """Where a question is in another version: at its own path, else where its column is filled."""
    found = form.questions.get(question.path)
    if found is None and question.of_samaan.stored_as:
        found = form.stored_as.get(question.of_samaan.stored_as)
    return found if found is not None and takes_answers(found) and found.kind == question.kind else None


def carry(filled: Filled, form: Definition, *, now: datetime) -> Carried:
    """The answers of a form in another version. What is not possible there is left, never bent."""
    before = filled.instance
    carried = Carried(new_instance(form, now=now))
    carried.instance.instance_id = before.instance_id
    as_many(before, carried.instance)
    old_problems = set(judge(before, now=now).problems)
    came_from: dict[str, Node] = {}
    for node in before.root.walk():
        if not node.text or not keeps(before.question(node)):
            continue
        address = address_in(node, before, carried.instance)
        if address is None:
            carried.left.append(node)
        else:
            carried.instance.at(address).text = node.text
            came_from[address] = node
    problems = judge(carried.instance, now=now).problems
    for address in problems.keys() & came_from.keys():
        node = came_from[address]
        if node.address not in old_problems:
            carried.instance.at(address).text = ""
            carried.left.append(came_from.pop(address))
    judge(carried.instance, now=now)
    marks = {address: filled.marks.get(node.address) for address, node in came_from.items()}
    carried.marks = {address: mark for address, mark in marks.items() if mark}
    return carried


def keeps(question: Question) -> bool:
    """What somebody answered, and when the form was begun; what is worked out is worked out anew."""
    return takes_answers(question) or question.kind in ("start", "today", "hidden")


def address_in(node: Node, before: Instance, after: Instance) -> str | None:
    """Where an answer goes; by its column only where neither place is in a repeat."""
    question = before.question(node)
    if question.path in after.form.questions:
        same = after.form.questions[question.path]
        return node.address if same.kind == question.kind and is_there(after, node.address) else None
    place = place_of(question, after.form)
    if place is None or "[" in node.address or is_in_repeat(place, after.form):
        return None
    return place.path


def is_there(instance: Instance, address: str) -> bool:
    try:
        return instance.at(address).address == address
    except Refused:
        return False


def is_in_repeat(question: Question, form: Definition) -> bool:
    return any(question.path.startswith(f"{path}/") for path in form.repeats)


def as_many(before: Instance, after: Instance) -> None:
    """As many of each repeat as there were, those inside others too."""
    for node in [before.root, *before.root.walk()]:
        if not is_there(after, node.address):
            continue
        for name, there in repeats_of(node):
            path = f"{node.path}/{name}"
            repeat = after.form.questions.get(path)
            if repeat is None or not repeat.is_repeat or repeat.count:
                continue
            grow(after, f"{node.address}/{name}", there)


def repeats_of(node: Node) -> Iterable[tuple[str, int]]:
    return [(name, len(children)) for name, children in node.named.items() if children and children[0].repeated]


def grow(instance: Instance, address: str, wanted: int) -> None:
    above, _slash, name = address.rpartition("/")
    parent = instance.at(above)
    while len(parent.named.get(name, ())) < wanted:
        instance.add_repeat(address)


def answered(filled: Filled, questions: Iterable[Question]) -> Iterator[Node]:
    """What was answered to these questions."""
    paths = {question.path for question in questions}
    return (node for node in filled.instance.root.walk() if node.text and node.path in paths)
