"""The functions of XForms that work on values alone, as the ODK XForms specification describes them."""

import base64
import hashlib
import math
import uuid
from collections.abc import Callable
from datetime import datetime, time

import regex
from django.utils.translation import gettext as _

from samaan.xforms import values
from samaan.xforms.faults import TooMuch
from samaan.xforms.grammar import Unreadable
from samaan.xforms.languages import short_day, short_month
from samaan.xforms.nodes import Node
from samaan.xforms.running import Evaluate, Scope
from samaan.xforms.values import Value, to_boolean, to_number, to_string

NAN = math.nan
# A pattern that needs longer on one answer is a trap.
REGEX_SECONDS = 0.2
# XLSForms are written for ECMAScript and Java; what a round would lose beyond this is noise.
MOST_DECIMALS = 15
HASHES = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
Function = Callable[[Scope, list[Value]], Value]


def ready(name: str, arguments: list[Evaluate]) -> Evaluate:
    """The call of a function, with its arguments."""
    function = FUNCTIONS.get(name)
    if function is None:
        raise Unreadable(_("The function %(name)s() is not supported.") % {"name": name})

    def call(scope: Scope) -> Value:
        scope.run.spend(1)
        return function(scope, [argument(scope) for argument in arguments])

    return call


def nodes(value: Value) -> list[Node]:
    return value if isinstance(value, list) else []


def own(scope: Scope, given: list[Value]) -> Value:
    """The first argument, else the node where the expression stands."""
    return given[0] if given else [scope.item]


# Text


def concat(scope: Scope, given: list[Value]) -> str:
    return values.bounded("".join(text for value in given for text in values.texts(value)))


def join(scope: Scope, given: list[Value]) -> str:
    return values.bounded(to_string(given[0]).join(text for value in given[1:] for text in values.texts(value)))


def substr(scope: Scope, given: list[Value]) -> str:
    """From 0, up to and without the end; negative numbers count from the end, as in ODK Collect."""
    text = to_string(given[0])
    start = whole(given[1])
    end = whole(given[2]) if len(given) > 2 else len(text)
    return "" if start is None or end is None else text[start:end]


def whole(value: Value) -> int | None:
    number = to_number(value)
    return None if math.isnan(number) or math.isinf(number) else int(number)


def substring(scope: Scope, given: list[Value]) -> str:
    """XPath 1.0: from 1, with rounding of both numbers."""
    text = to_string(given[0])
    start = half_up(to_number(given[1]))
    end = start + half_up(to_number(given[2])) if len(given) > 2 else math.inf
    return "".join(letter for place, letter in enumerate(text, start=1) if start <= place < end)


def half_up(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


def translate(scope: Scope, given: list[Value]) -> str:
    text, old, new = map(to_string, given)
    table: dict[int, str] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place : place + 1])
    return text.translate(table)


def digest(scope: Scope, given: list[Value]) -> str:
    name = to_string(given[1]).lower()
    if name not in HASHES:
        return ""
    found = hashlib.new(HASHES[name], to_string(given[0]).encode(), usedforsecurity=False).digest()
    hexadecimal = len(given) > 2 and to_string(given[2]).lower() == "hex"
    return found.hex() if hexadecimal else base64.b64encode(found).decode()


def matches(scope: Scope, given: list[Value]) -> bool:
    """Whether all of a text fits a pattern, as in ODK Collect."""
    try:
        return bool(regex.fullmatch(to_string(given[1]), to_string(given[0]), timeout=REGEX_SECONDS))
    except TimeoutError:
        raise TooMuch from None
    except (regex.error, RecursionError, MemoryError):
        return False


def new_uuid(scope: Scope, given: list[Value]) -> str:
    made = uuid.UUID(int=scope.run.chance.getrandbits(128), version=4)
    length = whole(given[0]) if given else None
    return str(made) if length is None else str(made).replace("-", "")[: max(0, length)]


# Numbers


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


# Nodes


def total(scope: Scope, given: list[Value]) -> float:
    return float(sum(numbers(given[:1]))) if isinstance(given[0], list) else to_number(given[0])


def shuffled(scope: Scope, given: list[Value]) -> list[Node]:
    """With a seed always the same order: the Park–Miller generator and the shuffle of the specification."""
    found = list(nodes(given[0]))
    if len(given) < 2:
        scope.run.chance.shuffle(found)
        return found
    seed = int(to_number(given[1])) % 2147483647 if not math.isnan(to_number(given[1])) else 1
    seed = seed or 2147483646
    for place in range(len(found) - 1, 0, -1):
        seed = seed * 16807 % 2147483647
        other = int((seed - 1) / 2147483646 * (place + 1))
        found[place], found[other] = found[other], found[place]
    return found


# Dates


def today(scope: Scope, given: list[Value]) -> str:
    return scope.run.now.date().isoformat()


def now(scope: Scope, given: list[Value]) -> str:
    return moment_text(scope.run.now)


def moment_text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def date(scope: Scope, given: list[Value]) -> str:
    return values.date_text(given[0])


def date_time(scope: Scope, given: list[Value]) -> str:
    text = to_string(given[0])
    if values.read_moment(text):
        return text
    day = values.date_text(given[0])
    return f"{day}T00:00:00.000{scope.run.now.isoformat()[-6:]}" if day else ""


def decimal_date_time(scope: Scope, given: list[Value]) -> float:
    found = values.utc_days(to_string(given[0]))
    return NAN if found is None else found


def decimal_time(scope: Scope, given: list[Value]) -> float:
    try:
        found = time.fromisoformat(to_string(given[0]))
    except ValueError:
        return NAN
    return (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1e6) / values.DAY


def format_date(scope: Scope, given: list[Value]) -> str:
    text, form = to_string(given[0]), to_string(given[1])
    moment = values.read_moment(text)
    if moment is None:
        day = values.read_date(values.date_text(given[0]))
        if day is None:
            return ""
        moment = datetime.combine(day, time())
    return written(moment, form, scope.run.language)


def written(moment: datetime, form: str, language: str) -> str:
    parts = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": short_month(moment, language),
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": short_day(moment, language),
        "%": "%",
    }
    return regex.sub(r"%(.)", lambda found: parts.get(found[1], found[0]), form)


# Selects


def selected(scope: Scope, given: list[Value]) -> bool:
    return to_string(given[1]).strip() in to_string(given[0]).split()


def selected_at(scope: Scope, given: list[Value]) -> str:
    found, place = to_string(given[0]).split(), whole(given[1])
    return found[place] if place is not None and 0 <= place < len(found) else ""


def count_selected(scope: Scope, given: list[Value]) -> float:
    return float(len(to_string(given[0]).split()))


FUNCTIONS: dict[str, Function] = {
    "string": lambda scope, given: to_string(own(scope, given)),
    "concat": concat,
    "join": join,
    "substr": substr,
    "substring": substring,
    "substring-before": lambda scope, given: before(to_string(given[0]), to_string(given[1])),
    "substring-after": lambda scope, given: after(to_string(given[0]), to_string(given[1])),
    "translate": translate,
    "string-length": lambda scope, given: float(len(to_string(own(scope, given)))),
    "normalize-space": lambda scope, given: " ".join(to_string(own(scope, given)).split()),
    "contains": lambda scope, given: to_string(given[1]) in to_string(given[0]),
    "starts-with": lambda scope, given: to_string(given[0]).startswith(to_string(given[1])),
    "ends-with": lambda scope, given: to_string(given[0]).endswith(to_string(given[1])),
    "uuid": new_uuid,
    "digest": digest,
    "regex": matches,
    "true": lambda scope, given: True,
    "false": lambda scope, given: False,
    "boolean": lambda scope, given: to_boolean(given[0]),
    "boolean-from-string": lambda scope, given: to_string(given[0]) in ("true", "1"),
    "not": lambda scope, given: not to_boolean(given[0]),
    "checklist": checklist,
    "weighted-checklist": weighted_checklist,
    "number": lambda scope, given: to_number(own(scope, given)),
    "random": lambda scope, given: scope.run.chance.random(),
    "int": of_number(truncate),
    "sum": total,
    "max": extreme(max),
    "min": extreme(min),
    "round": rounded,
    "floor": of_number(lambda number: number if math.isinf(number) else math.floor(number)),
    "ceiling": of_number(lambda number: number if math.isinf(number) else math.ceil(number)),
    "pow": power,
    "log": of_number(math.log),
    "log10": of_number(math.log10),
    "abs": of_number(abs),
    "sin": of_number(math.sin),
    "cos": of_number(math.cos),
    "tan": of_number(math.tan),
    "asin": of_number(math.asin),
    "acos": of_number(math.acos),
    "atan": of_number(math.atan),
    "atan2": lambda scope, given: math.atan2(to_number(given[0]), to_number(given[1])),
    "sqrt": of_number(math.sqrt),
    "exp": of_number(math.exp),
    "exp10": of_number(lambda number: math.pow(10, number)),
    "pi": lambda scope, given: math.pi,
    "count": lambda scope, given: float(len(nodes(given[0]))),
    "count-non-empty": lambda scope, given: float(sum(bool(node.text) for node in nodes(given[0]))),
    "randomize": shuffled,
    "today": today,
    "now": now,
    "format-date": format_date,
    "format-date-time": format_date,
    "date": date,
    "date-time": date_time,
    "decimal-date-time": decimal_date_time,
    "decimal-time": decimal_time,
    "selected": selected,
    "selected-at": selected_at,
    "count-selected": count_selected,
}


def before(text: str, mark: str) -> str:
    head, found, _rest = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text
