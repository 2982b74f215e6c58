"""An expression made ready once: from elementpath's tokens to Python functions, with every question it looks at."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from elementpath.xpath_tokens import XPathToken

from samaan.xforms import functions, lookups, operators, paths, special, walking
from samaan.xforms.grammar import Unreadable, parse, text_of
from samaan.xforms.running import Evaluate, Scope
from samaan.xforms.shape import Place, Shape
from samaan.xforms.values import Value


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


@dataclass
class Compiler:
    here: str
    shape: Shape
    uses: set[str] = field(default_factory=set)
    reads_itself: bool = False

    def compile(self, token: XPathToken, at: Place) -> Evaluate:
        symbol = token.symbol
        if symbol in operators.LITERALS:
            return operators.literal(token)
        if symbol in operators.BINARY and len(token) == 2:
            return operators.BINARY[symbol](symbol, self.compile(token[0], at), self.compile(token[1], at))
        if symbol in ("-", "+") and len(token) == 1:
            return operators.sign(symbol, self.compile(token[0], at))
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
        if name in special.SPECIAL:
            return special.SPECIAL[name](self, token, at)
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
            return self.step(token[0], walking.from_root, Place(()), at)
        if symbol == ".":
            return self.itself(at)
        if symbol in ("current", "instance"):
            return self.start(token)
        if symbol in ("..", "(name)"):
            return self.step(token, walking.from_item, at, at)
        if symbol == "(":
            return self.path(token[0], at)
        raise Unreadable(unsupported(token))

    def itself(self, at: Place) -> tuple[Evaluate, Place]:
        if at.list is None:
            self.uses.add(paths.join(at.steps))
        return walking.from_item, at

    def start(self, token: XPathToken) -> tuple[Evaluate, Place]:
        if token.symbol == "current":
            return walking.from_current, Place(paths.steps(self.here))
        name = text_of(token[0])
        if name not in self.shape.lists:
            raise Unreadable(_("There is no list “%(name)s”.") % {"name": name})
        return walking.from_list(name), Place((), name)

    def step(self, token: XPathToken, start: Evaluate, place: Place, at: Place) -> tuple[Evaluate, Place]:
        if token.symbol == "[":
            walk, end = self.step(token[0], start, place, at)
            return self.kept(token, start, walk, end), end
        if token.symbol == ".":
            return start, place
        if token.symbol == "..":
            return walking.parents(start), self.checked(replace(place, steps=place.steps[:-1]), use=False)
        if token.symbol == "(name)":
            name = str(token.value)
            return walking.children(start, name), self.checked(replace(place, steps=(*place.steps, name)))
        raise Unreadable(unsupported(token))

    def kept(self, token: XPathToken, start: Evaluate, walk: Evaluate, end: Place) -> Evaluate:
        """What a filter keeps; the items of a list by its index where that can be."""
        predicate = self.compile(token[1], end)
        kept = walking.keep(walk, predicate)
        items = end.list is not None and token[0].symbol == "(name)" and len(end.steps) == 2
        key = lookups.key_of(token[1]) if items else None
        if key is None:
            return kept
        rest = predicate if token[1].symbol == "and" else None
        return walking.look_up(start, key[0], self.compile(key[1], end), kept, rest)

    def filtered(self, token: XPathToken, at: Place) -> tuple[Evaluate, Place]:
        start, end = self.path(token[0], at)
        return walking.keep(start, self.compile(token[1], end)), end

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
