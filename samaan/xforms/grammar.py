"""The XPath of forms, read by elementpath: its grammar, and how many arguments each function takes."""

import re

from django.utils.translation import gettext as _
from elementpath import XPath1Parser
from elementpath.exceptions import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath_tokens import XPathToken

LONGEST = 5_000
DEEPEST = 60
MOST_PARTS = 400
JAVAROSA = "jr"
PLACE = re.compile(r"^.* at line \d+, column (\d+): (?:\[err:\w+\] )?")

# Fewest and most arguments; None is any number.
ARGUMENTS: dict[str, tuple[int, int | None]] = {
    "string": (0, 1),
    "concat": (1, None),
    "join": (2, None),
    "substr": (2, 3),
    "substring": (2, 3),
    "substring-before": (2, 2),
    "substring-after": (2, 2),
    "translate": (3, 3),
    "string-length": (0, 1),
    "normalize-space": (0, 1),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "ends-with": (2, 2),
    "uuid": (0, 1),
    "digest": (2, 3),
    "pulldata": (4, 4),
    "if": (3, 3),
    "coalesce": (2, None),
    "once": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
    "boolean": (1, 1),
    "boolean-from-string": (1, 1),
    "not": (1, 1),
    "regex": (2, 2),
    "checklist": (3, None),
    "weighted-checklist": (4, None),
    "number": (0, 1),
    "random": (0, 0),
    "int": (1, 1),
    "sum": (1, 1),
    "max": (1, None),
    "min": (1, None),
    "round": (1, 2),
    "floor": (1, 1),
    "ceiling": (1, 1),
    "pow": (2, 2),
    "log": (1, 1),
    "log10": (1, 1),
    "abs": (1, 1),
    "sin": (1, 1),
    "cos": (1, 1),
    "tan": (1, 1),
    "asin": (1, 1),
    "acos": (1, 1),
    "atan": (1, 1),
    "atan2": (2, 2),
    "sqrt": (1, 1),
    "exp": (1, 1),
    "exp10": (1, 1),
    "pi": (0, 0),
    "count": (1, 1),
    "count-non-empty": (1, 1),
    "position": (0, 1),
    "last": (0, 0),
    "instance": (1, 1),
    "current": (0, 0),
    "randomize": (1, 2),
    "today": (0, 0),
    "now": (0, 0),
    "format-date": (2, 2),
    "format-date-time": (2, 2),
    "date": (1, 1),
    "date-time": (1, 1),
    "decimal-date-time": (1, 1),
    "decimal-time": (1, 1),
    "selected": (2, 2),
    "selected-at": (2, 2),
    "count-selected": (1, 1),
    "indexed-repeat": (3, 7),
}
CHOICE_NAME = "jr:choice-name"
FUNCTIONS = frozenset({*ARGUMENTS, CHOICE_NAME})


class FormsParser(XPath1Parser):
    """XPath 1.0 with the functions of XForms, and without those of XPath that it leaves out."""

    DEFAULT_NAMESPACES = {JAVAROSA: "http://openrosa.org/javarosa"}
    # A path may begin with these calls, which elementpath grants only to later versions of XPath.
    PATH_STEP_SYMBOLS = XPath1Parser.PATH_STEP_SYMBOLS | {"instance", "current", "randomize"}

    def parse(self, source: str) -> XPathToken:
        """The tokens of an expression; nothing is evaluated yet."""
        if self.tokenizer is None:
            self.tokenizer = self.create_tokenizer(self.symbol_table)
        return Parser.parse(self, source)


for _name, _token in list(FormsParser.symbol_table.items()):
    if str(getattr(_token, "label", "")) == "function":
        del FormsParser.symbol_table[_name]
for _name, _counts in ARGUMENTS.items():
    FormsParser.function(_name, nargs=_counts[0] if _counts[0] == _counts[1] else _counts)
FormsParser.function("choice-name", prefix=JAVAROSA, nargs=2)


# As other programs write it, and XPath does not.
OTHERWISE = {"&&": "and", "||": "or", "==": "=", "<>": "!=", ">>": ">", "<<": "<"}
QUOTES = "'\""


class Unreadable(Exception):
    """An expression that cannot be used, in words."""


def parse(source: str) -> XPathToken:
    """The tokens of an expression; `Unreadable` when it is none, or larger than any real one."""
    if len(source) > LONGEST:
        raise Unreadable(_("The expression is longer than %(count)s characters.") % {"count": LONGEST})
    if nesting(source) > DEEPEST or len(re.findall(r"[-+]\s*(?=[-+])", source)) > DEEPEST:
        raise Unreadable(_("The expression is nested too deeply."))
    try:
        token = FormsParser().parse(source)
    except ElementPathError as error:
        raise Unreadable(in_words(str(error), source)) from None
    except (RecursionError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
        # What elementpath itself stumbles over is a fault of the expression, not of the program.
        raise Unreadable(_("This is not an expression.")) from None
    if depth(token) > MOST_PARTS:
        raise Unreadable(_("The expression has too many parts."))
    return token


def nesting(source: str) -> int:
    """How many brackets are open at once, at most."""
    deepest = now = 0
    for character in source:
        now += (character in "([") - (character in ")]")
        deepest = max(deepest, now)
    return deepest


def depth(token: XPathToken) -> int:
    """How deep the tokens lie in one another."""
    deepest, waiting = 0, [(token, 1)]
    while waiting:
        found, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in found]
    return deepest


def in_words(message: str, source: str) -> str:
    """What elementpath says, without its codes."""
    unknown = re.search(r"unknown function '([^']+)'", message)
    if unknown:
        # elementpath leaves the prefix out.
        name = f"{JAVAROSA}:{unknown[1]}" if f"{JAVAROSA}:{unknown[1]}" in source else unknown[1]
        return _("The function %(name)s() is not supported.") % {"name": name}
    place = PLACE.match(message)
    said = said_plainly(message[place.end() :] if place else message, source)
    if place:
        return _("This is not an expression, at character %(place)s: %(said)s.") % {"place": place[1], "said": said}
    return _("This is not an expression: %(said)s.") % {"said": said}


def said_plainly(said: str, source: str) -> str:
    """What officers meet most, in our words; else as elementpath says it."""
    outside_quotes = re.sub(r"'[^']*'|\"[^\"]*\"", "", source)
    for written, meant in OTHERWISE.items():
        if written in outside_quotes:
            return _("“%(written)s” is not known here, write “%(meant)s”") % {"written": written, "meant": meant}
    if said.startswith("unexpected end of source"):
        return _("it ends too early, a value or a closing bracket is missing")
    if found := re.match(r"unknown symbol (.)(.)\1", said):
        if found[2] in QUOTES:
            return _("a quotation mark is not closed")
        return _("the sign “%(sign)s” is not known") % {"sign": found[2]}
    if found := re.match(r"'(?:fn:)?([\w-]+)' function: Too few arguments, expected (?:at least )?(\d+)", said):
        return _("%(name)s() needs %(count)s values between its brackets") % {"name": found[1], "count": found[2]}
    if found := re.search(r"Too many arguments\W+expected (?:at most )?(\d+)", said):
        return _("there are too many values between the brackets: at most %(count)s") % {"count": found[1]}
    if found := re.match(r"unexpected (?:literal |name )?'?(.+?)'?(?: operator| symbol| function)?$", said):
        return _("“%(what)s” cannot stand here, something before it is missing or too much") % {"what": found[1]}
    return said


def text_of(token: XPathToken) -> str:
    if token.symbol != "(string)":
        raise Unreadable(_("A name between quotes is needed instead of “%(source)s”.") % {"source": token.source})
    return str(token.value).strip()
