"""What the contexts above know of forms: who may fill one in about their records, and what follows from answers.

They register theirs in `ready()`; nothing here knows what a case is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from samaan.accounts.models import User

# What a form said by Samaan's own columns (`stored_as`): valid answers only, as their text.
Facts = Mapping[str, str]


def always(user: User, record: Any) -> bool:
    return True


def nothing(submission: Any, facts: Facts, *, by: User | None) -> None:
    """Nothing follows."""


@dataclass(frozen=True)
class OfKind:
    """A kind of record that forms are filled in about.

    `may_fill`: whether this one takes any from this person now; `called`: what its pages call it.
    """

    kind: str
    may_fill: Callable[[User, Any], bool] = always
    called: Callable[[Any], str] = str


@dataclass(frozen=True)
class Purpose:
    """What forms of one purpose lead to.

    `may_fill` is asked besides the record's own rule; `answered` and `finished` run in the act's transaction.
    `alone`: such a form is begun and finished by itself, not as part of another act such as a screening.
    """

    code: str
    may_fill: Callable[[User, Any], bool] = always
    answered: Callable[..., None] = nothing
    finished: Callable[..., None] = nothing
    alone: bool = True
    # Where it is read and left to, when that is not its own page.
    url: Callable[[Any], str] | None = None


KINDS: dict[str, OfKind] = {"submission": OfKind("submission")}
PURPOSES: dict[str, Purpose] = {}


def register(*found: Purpose | OfKind) -> None:
    for each in found:
        if isinstance(each, OfKind):
            KINDS[each.kind] = each
        else:
            PURPOSES[each.code] = each


def purpose(code: str) -> Purpose:
    return PURPOSES.get(code) or Purpose(code)
