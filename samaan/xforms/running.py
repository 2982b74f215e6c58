"""What an evaluation may use: the form's nodes and lists, the time, chance, and a limited number of steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random, SystemRandom
from typing import Protocol

from samaan.xforms.faults import TooMuch
from samaan.xforms.nodes import Node
from samaan.xforms.values import Value

# A form of 300 questions takes some 3,500; so many are stopped after half a second.
MOST_STEPS = 500_000


class Labels(Protocol):
    def __call__(self, question: str, value: str, run: "Run") -> str: ...


@dataclass
class Run:
    """One evaluation of a form. Documents and the network are out of reach: nothing here opens anything."""

    root: Node
    lists: Mapping[str, Node]
    now: datetime
    label: Labels
    language: str = ""
    chance: Random = field(default_factory=SystemRandom)
    steps: int = MOST_STEPS

    def spend(self, count: int) -> None:
        self.steps -= count
        if self.steps < 0:
            raise TooMuch


@dataclass(slots=True)
class Scope:
    """Where an expression stands: its node, its place among its like, and the question it belongs to."""

    run: Run
    item: Node
    current: Node
    position: int = 1
    size: int = 1


Evaluate = Callable[[Scope], Value]
Function = Callable[[Scope, list[Value]], Value]


def scope_of(run: Run, node: Node) -> Scope:
    return Scope(run, node, node, node.position)


def standing(run: Run, node: Node) -> Scope:
    """The same for a node that is not among its parent's."""
    return Scope(run, node, node)
