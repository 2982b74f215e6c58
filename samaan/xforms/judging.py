"""What holds for each node: relevant, required, read-only, valid; and what a select offers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samaan.xforms import vocabulary
from samaan.xforms.answer_types import wrong_type
from samaan.xforms.definition import Choice, Definition, Question
from samaan.xforms.instance import MOST_REPEATS, Instance, takes_answers
from samaan.xforms.nodes import Node
from samaan.xforms.running import Run, Scope, scope_of
from samaan.xforms.values import to_boolean, to_number
from samaan.xforms.wording import say


@dataclass(frozen=True)
class Judged:
    """What holds for one node."""

    address: str
    question: Question
    node: Node = field(repr=False)
    relevant: bool
    required: bool = False
    read_only: bool = False
    problem: str = ""

    @property
    def value(self) -> str:
        return self.node.text


def judge_all(instance: Instance, run: Run) -> Iterator[Judged]:
    waiting = [instance.root]
    while waiting:
        node = waiting.pop()
        yield judge_node(instance, node, run)
        children = [
            child for question in instance.question(node).children for child in node.named.get(question.name, ())
        ]
        waiting += reversed(children)


def judge_node(instance: Instance, node: Node, run: Run) -> Judged:
    question = instance.question(node)
    if not node.relevant:
        return Judged(node.address, question, node, relevant=False)
    scope = scope_of(run, node)
    required = question.required is not None and to_boolean(question.required(scope))
    return Judged(
        node.address,
        question,
        node,
        relevant=True,
        required=required,
        read_only=is_read_only(question, scope),
        problem=problem(instance.form, question, node, required, scope),
    )


def is_read_only(question: Question, scope: Scope) -> bool:
    return question.read_only is not None and to_boolean(question.read_only(scope))


def problem(form: Definition, question: Question, node: Node, required: bool, scope: Scope) -> str:
    if question.count and to_number(question.count(scope)) > MOST_REPEATS and node.position == 1:
        return _("There can be no more than %(count)s.") % {"count": MOST_REPEATS}
    if not node.text:
        if required and takes_answers(question):
            return say(question.required_message, scope, form) or _("This question needs an answer.")
        return ""
    wrong = wrong_type(question, node.text) or wrong_choice(form, question, node.text, scope)
    if wrong:
        return wrong
    if question.constraint and not to_boolean(question.constraint(scope)):
        return say(question.constraint_message, scope, form) or _("This answer is not possible here.")
    return ""


def wrong_choice(form: Definition, question: Question, text: str, scope: Scope) -> str:
    if question.offer is None:
        return ""
    chosen = text.split() if question.kind == vocabulary.SELECTS[1] else [text]
    if question.offer.items is None:
        offered = set(form.lists[question.offer.list].by_name)
    else:
        offered = {choice.name for choice in on_offer(form, question, scope)}
    if not set(chosen) <= offered:
        return _("Choose among what is offered.")
    return "" if len(set(chosen)) == len(chosen) else _("Choose each only once.")


def on_offer(form: Definition, question: Question, scope: Scope) -> list[Choice]:
    if question.offer is None:
        return []
    if question.offer.items is None:
        return list(form.lists[question.offer.list].choices)
    found = question.offer.items(scope)
    return [node.choice for node in found if node.choice] if isinstance(found, list) else []
