"""An expression made ready once: from elementpath's tokens to Python functions, with every question it looks at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from django.utils.translation import gettext as _
from elementpath.xpath_tokens import XPathToken

from samaan.xforms import functions, lookups, paths
from samaan.xforms.grammar import Unreadable, parse
from samaan.xforms.nodes import Node
from samaan.xforms.running import Evaluate, Scope
from samaan.xforms.values import Value, compare, to_boolean, to_number, to_string

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class Shape:
    """What an expression may refer to: the form's paths, its repeats, its lists with their columns."""

    paths: frozenset[str]
    repeats: frozenset[str]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Expression:
    """A compiled expression; `uses` are the paths whose answers or relevance it depends on."""

    source: str
    evaluate: Evaluate
    uses: frozenset[str]
    # `once()` reads the node it stands in, and nothing else may.
    reads_itself: bool = False

    def __call__(self, scope: Scope) -> Value:
        try:
            return self.evaluate(scope)
        except (OverflowError, ZeroDivisionError):
            return float("nan")


@dataclass(frozen=True)
class Place:
    """Where a step stands: at a path of the form, or inside a list."""

    steps: paths.Steps
    list: str | None = None


@dataclass
class Compiler:
    here: str
    shape: Shape
    uses: set[str] = field(default_factory=set)
    reads_itself: bool = False

    def compile(self, token: XPathToken, at: Place) -> Evaluate:
        symbol = token.symbol
        if symbol in LITERALS:
            return literal(token)
        if symbol in BINARY and len(token) == 2:
            return BINARY[symbol](symbol, self.compile(token[0], at), self.compile(token[1], at))
        if symbol in ("-", "+") and len(token) == 1:
            return sign(symbol, self.compile(token[0], at))
        if symbol == "(":
            return self.compile(token[0], at)
        if symbol == ":":
            return self.call(str(token.value), token[1], at)
        if token.label == "function":
            return self.call_or_nodes(token, at)
        return self.path(token, at)[0]

    def call_or_nodes(self, token: XPathToken, at: Place) -> Evaluate:
        if token.symbol in ("instance", "current"):
            return self.path(token, at)[0]
        return self.call(token.symbol, token, at)

    def call(self, name: str, token: XPathToken, at: Place) -> Evaluate:
        if name in SPECIAL:
            return SPECIAL[name](self, token, at)
        arguments = [self.compile(argument, at) for argument in token]
        return functions.ready(name, arguments)

    # Paths

    def path(self, token: XPathToken, at: Place) -> tuple[Evaluate, Place]:
        """The nodes that a path leads to, and where it ends."""
        symbol = token.symbol
        if symbol == "[":
            return self.filtered(token, at)
        if symbol == "/" and len(token) == 2:
            start, place = self.path(token[0], at)
            return self.step(token[1], start, place, at)
        if symbol == "/" and len(token) == 1:
            return self.step(token[0], from_root, Place(()), at)
        if symbol == ".":
            return self.itself(at)
        if symbol in ("current", "instance"):
            return self.start(token)
        if symbol in ("..", "(name)"):
            return self.step(token, from_item, at, at)
        if symbol == "(":
            return self.path(token[0], at)
        raise Unreadable(unsupported(token))

    def itself(self, at: Place) -> tuple[Evaluate, Place]:
        if at.list is None:
            self.uses.add(paths.join(at.steps))
        return from_item, at

    def start(self, token: XPathToken) -> tuple[Evaluate, Place]:
        if token.symbol == "current":
            return from_current, Place(paths.steps(self.here))
        name = text_of(token[0])
        if name not in self.shape.lists:
            raise Unreadable(_("There is no list “%(name)s”.") % {"name": name})
        return from_list(name), Place((), name)

    def step(self, token: XPathToken, start: Evaluate, place: Place, at: Place) -> tuple[Evaluate, Place]:
        if token.symbol == "[":
            walk, end = self.step(token[0], start, place, at)
            predicate = self.predicate(token[1], end)
            key = lookups.key_of(token[1]) if end.list and token[0].symbol == "(name)" and len(end.steps) == 2 else None
            if key:
                rest = predicate if token[1].symbol == "and" else None
                return look_up(start, key[0], self.compile(key[1], end), keep(walk, predicate), rest), end
            return keep(walk, predicate), end
        if token.symbol == ".":
            return start, place
        if token.symbol == "..":
            return parents(start), self.checked(replace(place, steps=place.steps[:-1]), use=False)
        if token.symbol == "(name)":
            name = str(token.value)
            return children(start, name), self.checked(replace(place, steps=(*place.steps, name)))
        raise Unreadable(unsupported(token))

    def filtered(self, token: XPathToken, at: Place) -> tuple[Evaluate, Place]:
        start, end = self.path(token[0], at)
        return keep(start, self.predicate(token[1], end)), end

    def predicate(self, token: XPathToken, place: Place) -> Evaluate:
        return self.compile(token, place)

    def checked(self, place: Place, *, use: bool = True) -> Place:
        """The same place, when the form or the list has it."""
        if place.list is not None:
            if not list_has(self.shape.lists[place.list], place.steps):
                raise Unreadable(
                    _("The list “%(list)s” has no column “%(name)s”.")
                    % {"list": place.list, "name": place.steps[-1] if place.steps else ".."}
                )
            return place
        path = paths.join(place.steps)
        if path not in self.shape.paths:
            raise Unreadable(_("There is no question “%(path)s”.") % {"path": path})
        if use:
            self.uses.add(path)
        return place


def compile_expression(source: str, here: str, shape: Shape) -> Expression:
    """An expression of the question at a path; `Unreadable` when it cannot be used."""
    compiler = Compiler(here, shape)
    token = parse(source)
    evaluate = compiler.compile(token, Place(paths.steps(here)))
    return Expression(source.strip(), evaluate, frozenset(compiler.uses), compiler.reads_itself)


def unsupported(token: XPathToken) -> str:
    return _("“%(source)s” is not supported in a form.") % {"source": str(token.source)[:80]}


def list_has(columns: frozenset[str], steps: paths.Steps) -> bool:
    return steps in ((), ("root",), ("root", "item")) or (
        len(steps) == 3 and steps[:2] == ("root", "item") and steps[2] in columns
    )


def text_of(token: XPathToken) -> str:
    if token.symbol != "(string)":
        raise Unreadable(_("A name between quotes is needed instead of “%(source)s”.") % {"source": token.source})
    return str(token.value).strip()


# Where a path begins


def from_root(scope: Scope) -> list[Node]:
    # One above the root, so that the first name is the root's own.
    return [scope.run.root.parent] if scope.run.root.parent else []


def from_item(scope: Scope) -> list[Node]:
    return [scope.item]


def from_current(scope: Scope) -> list[Node]:
    return [scope.current]


def from_list(name: str) -> Evaluate:
    return lambda scope: [scope.run.lists[name]]


# How it goes on


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


# Operators


def literal(token: XPathToken) -> Evaluate:
    value: Value = str(token.value) if token.symbol == "(string)" else float(str(token.value))
    return lambda scope: value


def sign(symbol: str, inner: Evaluate) -> Evaluate:
    if symbol == "-":
        return lambda scope: -to_number(inner(scope))
    return lambda scope: to_number(inner(scope))


def logic(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    if symbol == "and":
        return lambda scope: to_boolean(left(scope)) and to_boolean(right(scope))
    return lambda scope: to_boolean(left(scope)) or to_boolean(right(scope))


def comparison(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    def decide(scope: Scope) -> bool:
        one, other = left(scope), right(scope)
        if isinstance(one, list) and isinstance(other, list):
            scope.run.spend(len(one) * len(other))
        return compare(symbol, one, other)

    return decide


def arithmetic(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    operate = functions.ARITHMETIC[symbol]
    return lambda scope: operate(to_number(left(scope)), to_number(right(scope)))


def union(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    def both(scope: Scope) -> list[Node]:
        return list(dict.fromkeys([*functions.nodes(left(scope)), *functions.nodes(right(scope))]))

    return both


LITERALS = ("(string)", "(integer)", "(decimal)", "(float)")
BINARY: dict[str, Callable[[str, Evaluate, Evaluate], Evaluate]] = {
    "and": logic,
    "or": logic,
    "|": union,
    **dict.fromkeys(COMPARISONS, comparison),
    **dict.fromkeys(functions.ARITHMETIC, arithmetic),
}


# Functions that look at more than the values of their arguments


def if_then(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    test, yes, no = (compiler.compile(part, at) for part in token)
    return lambda scope: yes(scope) if to_boolean(test(scope)) else no(scope)


def coalesce(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    parts = [compiler.compile(part, at) for part in token]

    def first(scope: Scope) -> str:
        return next((text for part in parts if (text := to_string(part(scope)))), "")

    return first


def once(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    inner = compiler.compile(token[0], at)
    compiler.reads_itself = True
    return lambda scope: scope.current.text or inner(scope)


def position(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    if not len(token):
        return lambda scope: float(scope.position)
    walk, _end = compiler.path(token[0], at)

    def place(scope: Scope) -> float:
        found = functions.nodes(walk(scope))
        return float(found[0].position) if found else float("nan")

    return place


def last(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    return lambda scope: float(scope.size)


def choice_name(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    """`jr:choice-name(value, 'path')`: the path stands between quotes, as its standard has it."""
    value = compiler.compile(token[0], at)
    _walk, end = compiler.path(parse(text_of(token[1])), Place(paths.steps(compiler.here)))
    question = paths.join(end.steps)
    return lambda scope: scope.run.label(question, to_string(value(scope)), scope.run)


def pulldata(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    name, wanted, key = (
        text_of(part).removesuffix(".csv") if not n else text_of(part) for n, part in enumerate(token[:3])
    )
    if name not in compiler.shape.lists:
        raise Unreadable(_("There is no list “%(name)s”.") % {"name": name})
    for column in (wanted, key):
        compiler.checked(Place(("root", "item", column), name))
    sought = compiler.compile(token[3], at)

    def find(scope: Scope) -> str:
        value = to_string(sought(scope))
        found = scope.run.lists[name].named["root"][0].items_by(key).get(value)
        return found[0].cell(wanted) if found else ""

    return find


def indexed_repeat(compiler: Compiler, token: XPathToken, at: Place) -> Evaluate:
    """`indexed-repeat(question, repeat, index, …)`: one answer out of a repeat, by its position."""
    if len(token) % 2 == 0:
        raise Unreadable(_("indexed-repeat() takes a question, then a repeat and a number, up to three times."))
    _walk, end = compiler.path(token[0], at)
    indices: dict[int, Evaluate] = {}
    for repeat, index in zip(token[1::2], token[2::2], strict=True):
        _walk, place = compiler.path(repeat, at)
        if paths.join(place.steps) not in compiler.shape.repeats or end.steps[: len(place.steps)] != place.steps:
            raise Unreadable(_("“%(source)s” is not a repeat around that question.") % {"source": repeat.source})
        indices[len(place.steps)] = compiler.compile(index, at)
    return pick(end.steps, indices)


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


SPECIAL: dict[str, Callable[[Compiler, XPathToken, Place], Evaluate]] = {
    "if": if_then,
    "coalesce": coalesce,
    "once": once,
    "position": position,
    "last": last,
    "jr:choice-name": choice_name,
    "pulldata": pulldata,
    "indexed-repeat": indexed_repeat,
}
