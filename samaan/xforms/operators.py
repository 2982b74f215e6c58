"""The operators of XPath 1.0."""

from collections.abc import Callable

from elementpath.xpath_tokens import XPathToken

from samaan.xforms import functions
from samaan.xforms.arithmetic import ARITHMETIC
from samaan.xforms.nodes import Node
from samaan.xforms.running import Evaluate, Scope
from samaan.xforms.values import Value, compare, to_boolean, to_number

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


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


def calculation(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    operate = ARITHMETIC[symbol]
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
    **dict.fromkeys(ARITHMETIC, calculation),
}
