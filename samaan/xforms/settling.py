"""What follows from the answers: relevance, numbers of repeats, calculations, defaults."""

import math

from samaan.xforms.definition import Question
from samaan.xforms.faults import TooMuch
from samaan.xforms.instance import MOST_REPEATS, Instance
from samaan.xforms.nodes import Node, inside
from samaan.xforms.running import Run, Scope, scope_of, standing
from samaan.xforms.values import stored, to_boolean, to_number

# A repeat that is counted by an answer in another counted repeat settles in as many rounds.
MOST_ROUNDS = 12


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
        number = wanted(question, standing(run, inside(parent, question.name))) if parent.relevant else 0
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
