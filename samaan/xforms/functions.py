"""The functions of XForms that work on values alone, as the ODK XForms specification describes them."""

import base64
import hashlib
import math
import uuid

import regex
from django.utils.translation import gettext as _

from samaan.xforms import arithmetic, dates, values
from samaan.xforms.faults import TooMuch
from samaan.xforms.grammar import Unreadable
from samaan.xforms.nodes import Node
from samaan.xforms.running import Evaluate, Function, Scope
from samaan.xforms.values import Value, to_boolean, to_number, to_string

# A pattern that needs longer on one answer is a trap.
REGEX_SECONDS = 0.2
HASHES = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


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


def concat(scope: Scope, given: list[Value]) -> str:
    return values.bounded("".join(text for value in given for text in values.texts(value)))


def join(scope: Scope, given: list[Value]) -> str:
    return values.bounded(to_string(given[0]).join(text for value in given[1:] for text in values.texts(value)))


def substr(scope: Scope, given: list[Value]) -> str:
    """From 0, up to and without the end; negative numbers count from the end, as in ODK Collect."""
    text = to_string(given[0])
    start = arithmetic.whole(given[1])
    end = arithmetic.whole(given[2]) if len(given) > 2 else len(text)
    return "" if start is None or end is None else text[start:end]


def substring(scope: Scope, given: list[Value]) -> str:
    """XPath 1.0: from 1, with rounding of both arithmetic."""
    text = to_string(given[0])
    start = arithmetic.half_up(to_number(given[1]))
    end = start + arithmetic.half_up(to_number(given[2])) if len(given) > 2 else math.inf
    return "".join(letter for place, letter in enumerate(text, start=1) if start <= place < end)


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
    length = arithmetic.whole(given[0]) if given else None
    return str(made) if length is None else str(made).replace("-", "")[: max(0, length)]


def total(scope: Scope, given: list[Value]) -> float:
    return float(sum(arithmetic.numbers(given[:1]))) if isinstance(given[0], list) else to_number(given[0])


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


def selected(scope: Scope, given: list[Value]) -> bool:
    return to_string(given[1]).strip() in to_string(given[0]).split()


def selected_at(scope: Scope, given: list[Value]) -> str:
    found, place = to_string(given[0]).split(), arithmetic.whole(given[1])
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
    "checklist": arithmetic.checklist,
    "weighted-checklist": arithmetic.weighted_checklist,
    "number": lambda scope, given: to_number(own(scope, given)),
    "random": lambda scope, given: scope.run.chance.random(),
    "int": arithmetic.of_number(arithmetic.truncate),
    "sum": total,
    "max": arithmetic.extreme(max),
    "min": arithmetic.extreme(min),
    "round": arithmetic.rounded,
    "floor": arithmetic.of_number(lambda number: number if math.isinf(number) else math.floor(number)),
    "ceiling": arithmetic.of_number(lambda number: number if math.isinf(number) else math.ceil(number)),
    "pow": arithmetic.power,
    "log": arithmetic.of_number(lambda number: math.log(number) if number else -math.inf),
    "log10": arithmetic.of_number(lambda number: math.log10(number) if number else -math.inf),
    "abs": arithmetic.of_number(abs),
    "sin": arithmetic.of_number(math.sin),
    "cos": arithmetic.of_number(math.cos),
    "tan": arithmetic.of_number(math.tan),
    "asin": arithmetic.of_number(math.asin),
    "acos": arithmetic.of_number(math.acos),
    "atan": arithmetic.of_number(math.atan),
    "atan2": lambda scope, given: math.atan2(to_number(given[0]), to_number(given[1])),
    "sqrt": arithmetic.of_number(math.sqrt),
    "exp": arithmetic.of_number(math.exp),
    "exp10": arithmetic.of_number(lambda number: math.pow(10, number)),
    "pi": lambda scope, given: math.pi,
    "count": lambda scope, given: float(len(nodes(given[0]))),
    "count-non-empty": lambda scope, given: float(sum(bool(node.text) for node in nodes(given[0]))),
    "randomize": shuffled,
    "today": dates.today,
    "now": dates.now,
    "format-date": dates.format_date,
    "format-date-time": dates.format_date,
    "date": dates.date,
    "date-time": dates.date_time,
    "decimal-date-time": dates.decimal_date_time,
    "decimal-time": dates.decimal_time,
    "selected": selected,
    "selected-at": selected_at,
    "count-selected": count_selected,
}


def before(text: str, mark: str) -> str:
    head, found, _rest = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text
