"""The server's verdict on a filled-in form: what is relevant, required, valid, calculated and on offer.

Answers that are no longer relevant are kept while somebody fills the form in, because a slip on one question must not
lose what was said to the next ten. No expression sees them, and a finished form leaves them out.
"""

import math
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random, SystemRandom

from django.utils import translation
from django.utils.translation import gettext as _

from samaan.xforms import vocabulary
from samaan.xforms.definition import Choice, Definition, Question, Wording, Words
from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.functions import moment_text
from samaan.xforms.instance import MOST_REPEATS, Instance, empty_instance, takes_answers
from samaan.xforms.languages import code
from samaan.xforms.nodes import Node
from samaan.xforms.running import Run, Scope
from samaan.xforms.types import wrong_type
from samaan.xforms.values import stored, to_boolean, to_number, to_string

# A repeat that is counted by an answer in another counted repeat settles in as many rounds.
MOST_ROUNDS = 12


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


@dataclass(frozen=True)
class Verdict:
    """Every node by its address, in the order of the form; words and choices are asked for as they are shown."""

    instance: Instance
    language: str
    judged: Mapping[str, Judged]
    run: Run = field(repr=False)

    def __getitem__(self, address: str) -> Judged:
        return self.judged[address]

    @property
    def problems(self) -> dict[str, str]:
        return {address: found.problem for address, found in self.judged.items() if found.problem}

    @property
    def is_complete(self) -> bool:
        """Whether the form may be finished."""
        return not any(found.problem for found in self.judged.values())

    @property
    def name(self) -> str:
        """What the form calls what was filled in, when its settings say so."""
        name = self.instance.form.instance_name
        return to_string(name(standing(self.run, meta_of(self.instance)))) if name else ""

    def label(self, address: str) -> str:
        return self.words(address, self.judged[address].question.label)

    def hint(self, address: str) -> str:
        return self.words(address, self.judged[address].question.hint)

    def guidance(self, address: str) -> str:
        return self.words(address, self.judged[address].question.guidance)

    def words(self, address: str, wording: Wording) -> str:
        return say(wording, scope_of(self.run, self.judged[address].node), self.instance.form)

    def choices(self, address: str) -> list[Choice]:
        """What a select offers just now."""
        found = self.judged[address]
        return on_offer(self.instance.form, found.question, scope_of(self.run, found.node))

    def choice_label(self, choice: Choice) -> str:
        return plain(choice.label.words(self.language, self.instance.form.default_language))


def new_instance(form: Definition, *, now: datetime, chance: Random | None = None) -> Instance:
    """A form that somebody begins to fill in: its defaults, when it was begun, an identity."""
    instance = empty_instance(form)
    run = a_run(instance, now, "", chance)
    instance.instance_id = f"uuid:{uuid.UUID(int=run.chance.getrandbits(128), version=4)}"
    preload(instance, "start", moment_text(now))
    preload(instance, "today", now.date().isoformat())
    settle(instance, run)
    return instance


def preload(instance: Instance, kind: str, text: str) -> None:
    for nodes in instance.nodes().values():
        for node in nodes:
            if instance.question(node).preload == kind:
                node.text = text


def apply_answers(
    instance: Instance,
    answers: Mapping[str, str],
    *,
    now: datetime,
    language: str = "",
    chance: Random | None = None,
) -> Verdict:
    """Write answers at their addresses and judge the form anew; `Refused` writes none of them."""
    before = [(node, node.text) for node in map(instance.at, answers)]
    try:
        for address, text in answers.items():
            instance.answer(address, text)
        return judge(instance, now=now, language=language, chance=chance)
    except (Refused, TooMuch):
        for node, text in before:
            node.text = text
        raise


def finish(instance: Instance, *, now: datetime, language: str = "", chance: Random | None = None) -> Verdict:
    """The last verdict, with the time; the form is only to be kept as finished when it is complete."""
    preload(instance, "end", moment_text(now))
    return judge(instance, now=now, language=language, chance=chance)


def judge(instance: Instance, *, now: datetime, language: str = "", chance: Random | None = None) -> Verdict:
    """Work out what follows from the answers, and judge every node."""
    run = a_run(instance, now, language, chance)
    settle(instance, run)
    with translation.override(code(run.language) or translation.get_language()):
        judged = {found.address: found for found in judge_all(instance, run)}
    return Verdict(instance, run.language, judged, run)


def a_run(instance: Instance, now: datetime, language: str, chance: Random | None) -> Run:
    form = instance.form
    lists = {name: found.tree for name, found in form.lists.items()}
    return Run(instance.root, lists, now, ChoiceLabels(form), form.language(language), chance or SystemRandom())


def meta_of(instance: Instance) -> Node:
    """Where `instance_name` stands: a node beside those of the form."""
    node = Node("instanceName")
    node.parent = Node("meta")
    node.parent.parent = instance.root
    return node


def scope_of(run: Run, node: Node) -> Scope:
    return Scope(run, node, node, node.position)


def standing(run: Run, node: Node) -> Scope:
    """The same for a node that is not among its parent's."""
    return Scope(run, node, node)


# What follows from the answers


def settle(instance: Instance, run: Run) -> None:
    """Relevance, counts and calculations, each after all it looks at; again when that brought new nodes."""
    for _round in range(MOST_ROUNDS):
        work_out(instance, run)
        if not instance.fresh:
            return
        give_defaults(instance, run)
    raise TooMuch


def work_out(instance: Instance, run: Run) -> None:
    nodes = instance.nodes()
    for question in instance.form.order:
        if question.count:
            nodes = count_repeats(instance, question, nodes, run)
        for node in nodes[question.path]:
            work_out_node(question, node, run)


def work_out_node(question: Question, node: Node, run: Run) -> None:
    above = node.parent
    node.relevant = above is None or above.relevant
    if not node.relevant or not (question.relevant or question.calculation or question.count):
        return
    scope = scope_of(run, node)
    if question.relevant:
        node.relevant = to_boolean(question.relevant(scope))
    if question.count and node.relevant:
        node.relevant = node.position <= wanted(question, scope)
    if question.calculation and node.relevant:
        node.text = stored(question.calculation(scope))


def wanted(question: Question, scope: Scope) -> float:
    """How many of a repeat there should be."""
    number = to_number(question.count(scope)) if question.count else 0.0
    return 0.0 if math.isnan(number) else max(0.0, min(number, MOST_REPEATS))


def count_repeats(
    instance: Instance, question: Question, nodes: dict[str, list[Node]], run: Run
) -> dict[str, list[Node]]:
    """As many as the count says. Surplus ones stay, not relevant: the count may be a slip."""
    grown = False
    for parent in nodes[question.path.rpartition("/")[0]]:
        there = parent.named.setdefault(question.name, [])
        # Counted as seen from the repeat itself, as pyxform writes the path.
        seen_from = Node(question.name)
        seen_from.parent = parent
        number = wanted(question, standing(run, seen_from)) if parent.relevant else 0
        while len(there) < int(number):
            run.spend(1)
            instance.grow(question, parent)
            grown = True
    return instance.nodes() if grown else nodes


def give_defaults(instance: Instance, run: Run) -> None:
    fresh, instance.fresh = instance.fresh, []
    for node in fresh:
        default = instance.question(node).calculated_default
        if default:
            node.text = stored(default(scope_of(run, node)))


# Judging


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
        read_only=question.read_only is not None and to_boolean(question.read_only(scope)),
        problem=problem(instance.form, question, node, required, scope),
    )


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


# Words


def say(wording: Wording, scope: Scope, form: Definition) -> str:
    """A text in the language of the run, with the answers it mentions."""
    words: Words = wording.words(scope.run.language, form.default_language)
    return "".join(piece if isinstance(piece, str) else to_string(piece(scope)) for piece in words)


def plain(words: Words) -> str:
    return "".join(piece for piece in words if isinstance(piece, str))


@dataclass(frozen=True)
class ChoiceLabels:
    """`jr:choice-name()`: the words of a choice, in the language of the run."""

    form: Definition

    def __call__(self, question: str, value: str, run: Run) -> str:
        offer = self.form.questions[question].offer
        choice = self.form.lists[offer.list].by_name.get(value) if offer else None
        return plain(choice.label.words(run.language, self.form.default_language)) if choice else ""
