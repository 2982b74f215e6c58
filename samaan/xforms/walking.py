"""Walking along a path: where it begins, each step, and what its filters keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from samaan.xforms import paths
from samaan.xforms.nodes import Node
from samaan.xforms.running import Evaluate, Scope
from samaan.xforms.values import Value, to_boolean, to_number, to_string


def from_root(scope: Scope) -> list[Node]:
    # One above the root, so that the first name is the root's own.
    return [scope.run.root.parent] if scope.run.root.parent else []


def from_item(scope: Scope) -> list[Node]:
    return [scope.item]


def from_current(scope: Scope) -> list[Node]:
    return [scope.current]


def from_list(name: str) -> Evaluate:
    return lambda scope: [scope.run.lists[name]]


@dataclass(frozen=True)
class Children:
    """Some steps down, by their names; what is not relevant is not there."""

    start: Evaluate
    names: paths.Steps

    def __call__(self, scope: Scope) -> list[Node]:
        found = cast(list[Node], self.start(scope))
        for name in self.names:
            found = [child for node in found for child in node.named.get(name, ()) if child.relevant]
        scope.run.spend(len(found) + 1)
        return found


def children(start: Evaluate, name: str) -> Evaluate:
    if isinstance(start, Children):
        return Children(start.start, (*start.names, name))
    return Children(start, (name,))


def parents(start: Evaluate) -> Evaluate:
    def walk(scope: Scope) -> list[Node]:
        found = [node.parent for node in cast(list[Node], start(scope)) if node.parent is not None]
        return list(dict.fromkeys(found))

    return walk


def keep(start: Evaluate, predicate: Evaluate) -> Evaluate:
    def walk(scope: Scope) -> list[Node]:
        nodes = cast(list[Node], start(scope))
        scope.run.spend(len(nodes) + 1)
        return [node for place, node in each_of_its_parent(nodes) if holds(predicate, scope, node, place, nodes)]

    return walk


def look_up(start: Evaluate, column: str, key: Evaluate, slowly: Evaluate, rest: Evaluate | None) -> Evaluate:
    """The same as `keep` for `item[column = key …]`, without looking at every item of a long list."""

    def walk(scope: Scope) -> Value:
        wanted = key(scope)
        # A number is equal to other texts than its own: 1 to “1.0”; and several nodes to several texts.
        if isinstance(wanted, (bool, float)) or (isinstance(wanted, list) and len(wanted) > 1):
            return slowly(scope)
        text = to_string(wanted)
        items = [item for root in cast(list[Node], start(scope)) for item in root.items_by(column).get(text, ())]
        scope.run.spend(len(items) + 1)
        return items if rest is None else keep(lambda _scope: items, rest)(scope)

    return walk


def each_of_its_parent(nodes: list[Node]) -> list[tuple[int, Node]]:
    """Each node with its position among those of the same parent, as predicates count."""
    seen: dict[int, int] = {}
    counted = []
    for node in nodes:
        seen[id(node.parent)] = seen.get(id(node.parent), 0) + 1
        counted.append((seen[id(node.parent)], node))
    return counted


def holds(predicate: Evaluate, scope: Scope, node: Node, place: int, nodes: list[Node]) -> bool:
    value = predicate(Scope(scope.run, node, scope.current, place, len(nodes)))
    if isinstance(value, float):
        return value == place
    return to_boolean(value)


def pick(steps: paths.Steps, indices: Mapping[int, Evaluate]) -> Evaluate:
    def walk(scope: Scope) -> list[Node]:
        found = cast(list[Node], from_root(scope))
        around = around_of(scope.current)
        for depth, name in enumerate(steps, start=1):
            found = [child for node in found for child in node.named.get(name, ()) if child.relevant]
            scope.run.spend(len(found) + 1)
            if depth in indices:
                place = to_number(indices[depth](scope))
                found = [node for node in found if node.position == place]
            elif len(found) > 1:
                # An outer repeat that is not named is the one we stand in.
                found = [node for node in found if node in around] or found
        return found

    return walk


def around_of(node: Node | None) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found
