"""Which filters of a list can be answered by its index: `[region = /data/region]`, alone or with `and`."""

from elementpath.xpath_tokens import XPathToken

LITERALS = ("(string)", "(integer)", "(decimal)", "(float)")
# Without arguments these do not look at the item.
OF_NOTHING = ("true", "false", "today", "now", "current", "pi")
# Where an item stands is not known before all are there.
OF_PLACE = ("position", "last")


def key_of(predicate: XPathToken) -> tuple[str, XPathToken] | None:
    """The column that a filter compares, and with what; nothing when every item must be looked at."""
    if any(token.symbol in OF_PLACE for token in predicate.iter()):
        return None
    return find_key(predicate)


def find_key(predicate: XPathToken) -> tuple[str, XPathToken] | None:
    if predicate.symbol == "and":
        return find_key(predicate[0]) or find_key(predicate[1])
    if predicate.symbol == "=" and predicate[0].symbol == "(name)" and is_fixed(predicate[1]):
        return str(predicate[0].value), predicate[1]
    return None


def is_fixed(token: XPathToken) -> bool:
    """Whether an expression is the same for every item."""
    if token.symbol in LITERALS or token.symbol in OF_NOTHING:
        return True
    if token.symbol == "/":
        return len(token) == 1 or is_fixed(token[0])
    return token.label == "function" and len(token) > 0 and all(is_fixed(argument) for argument in token)
