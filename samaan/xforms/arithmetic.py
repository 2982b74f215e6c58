"""The functions of XForms that work on numbers, and arithmetic."""

import math
from collections.abc import Callable

from samaan.xforms import values
from samaan.xforms.running import Function, Scope
from samaan.xforms.values import Value, to_number, to_string

NAN = math.nan
# XLSForms are written for ECMAScript and Java; what a round would lose beyond this is noise.
MOST_DECIMALS = 15


def whole(value: Value) -> int | None:
    number = to_number(value)
    return None if math.isnan(number) or math.isinf(number) else int(number)


def half_up(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


def truncate(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def rounded(scope: Scope, given: list[Value]) -> float:
    number = to_number(given[0])
    places = whole(given[1]) if len(given) > 1 else 0
    if places is None or math.isnan(number) or math.isinf(number):
        return NAN if places is None else number
    places = max(-MOST_DECIMALS, min(MOST_DECIMALS, places))
    scale = 10.0**places
    # Through the shortest text of the number: 1.005 is meant as it is written.
    return half_up(float(f"{number * scale:.10f}")) / scale if abs(number) < 1e15 else number


def numbers(given: list[Value]) -> list[float]:
    return [values.text_number(text) for value in given for text in values.texts(value)]


def extreme(choose: Callable[[list[float]], float]) -> Function:
    def find(scope: Scope, given: list[Value]) -> float:
        found = [
            number
            for value in given
            for number in (numbers([value]) if isinstance(value, list) else [to_number(value)])
        ]
        return NAN if not found or any(map(math.isnan, found)) else choose(found)

    return find


def of_number(function: Callable[[float], float]) -> Function:
    def call(scope: Scope, given: list[Value]) -> float:
        try:
            return float(function(to_number(given[0])))
        except (ValueError, OverflowError):
            return NAN

    return call


def power(scope: Scope, given: list[Value]) -> float:
    try:
        return math.pow(to_number(given[0]), to_number(given[1]))
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN


def divide(one: float, other: float) -> float:
    if other:
        return one / other
    if not one or math.isnan(one) or math.isnan(other):
        return NAN
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def remainder(one: float, other: float) -> float:
    return NAN if not other or math.isinf(one) else math.fmod(one, other)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": divide,
    "mod": remainder,
}


def checklist(scope: Scope, given: list[Value]) -> bool:
    low, high = to_number(given[0]), to_number(given[1])
    return between(low, float(sum(is_true(value) for value in given[2:])), high)


def weighted_checklist(scope: Scope, given: list[Value]) -> bool:
    low, high, *rest = given
    weight = sum(to_number(weight) for value, weight in zip(rest[::2], rest[1::2], strict=False) if is_true(value))
    return between(to_number(low), float(weight), to_number(high))


def is_true(value: Value) -> bool:
    return to_string(value) == "true" or to_number(value) > 0


def between(low: float, number: float, high: float) -> bool:
    """-1 is no limit."""
    return (low == -1 or number >= low) and (high == -1 or number <= high)
