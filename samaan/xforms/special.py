"""Functions that look at more than the values of their arguments."""

from collections.abc import Callable
from typing import Protocol

from django.utils.translation import gettext as _
from elementpath.xpath_tokens import XPathToken

from samaan.xforms import functions, paths
from samaan.xforms.grammar import Unreadable, parse, text_of
from samaan.xforms.running import Evaluate, Scope
from samaan.xforms.shape import Place, Shape
from samaan.xforms.values import to_boolean, to_string
from samaan.xforms.walking import pick


class Compiling(Protocol):
    """What such a function needs of the compiler."""

    here: str
    shape: Shape
    reads_itself: bool

    def compile(self, token: XPathToken, at: Place) -> Evaluate: ...

    def path(self, token: XPathToken, at: Place) -> tuple[Evaluate, Place]: ...

    def checked(self, place: Place) -> Place: ...


def if_then(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
    test, yes, no = (compiler.compile(part, at) for part in token)
    return lambda scope: yes(scope) if to_boolean(test(scope)) else no(scope)


def coalesce(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
    parts = [compiler.compile(part, at) for part in token]

    def first(scope: Scope) -> str:
        return next((text for part in parts if (text := to_string(part(scope)))), "")

    return first


def once(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
    inner = compiler.compile(token[0], at)
    compiler.reads_itself = True
    return lambda scope: scope.current.text or inner(scope)


def position(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
    if not len(token):
        return lambda scope: float(scope.position)
    walk, _end = compiler.path(token[0], at)

    def place(scope: Scope) -> float:
        found = functions.nodes(walk(scope))
        return float(found[0].position) if found else float("nan")

    return place


def last(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
    return lambda scope: float(scope.size)


def choice_name(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
    """`jr:choice-name(value, 'path')`: the path stands between quotes, as its standard has it."""
    value = compiler.compile(token[0], at)
    _walk, end = compiler.path(parse(text_of(token[1])), Place(paths.steps(compiler.here)))
    question = paths.join(end.steps)
    return lambda scope: scope.run.label(question, to_string(value(scope)), scope.run)


def pulldata(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
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


def indexed_repeat(compiler: Compiling, token: XPathToken, at: Place) -> Evaluate:
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


SPECIAL: dict[str, Callable[[Compiling, XPathToken, Place], Evaluate]] = {
    "if": if_then,
    "coalesce": coalesce,
    "once": once,
    "position": position,
    "last": last,
    "jr:choice-name": choice_name,
    "pulldata": pulldata,
    "indexed-repeat": indexed_repeat,
}
