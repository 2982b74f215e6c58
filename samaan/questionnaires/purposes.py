"""What the contexts above know of forms: who may fill one in about their records, and what follows from answers.

They register theirs in `ready()`; nothing here knows what a case is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from samaan.accounts.models import User
from samaan.xforms.verdict import Verdict


def always(user: User, record: Any) -> bool:
    return True


def nothing_known(record: Any, held: frozenset[str]) -> Mapping[str, str]:
    return {}


def nothing(submission: Any, verdict: Verdict, *, by: User) -> None:
    """Nothing follows."""


@dataclass(frozen=True)
class OfKind:
    """A kind of record that forms are filled in about.

    `may_fill`: whether this one takes any from this person now; `called`: what its pages call it; `known`: what a form
    about it is filled in beforehand with, of the compartments that whoever begins it holds; `source`: what says so.
    """

    kind: str
    may_fill: Callable[[User, Any], bool] = always
    called: Callable[[Any], str] = str
    known: Callable[[Any, frozenset[str]], Mapping[str, str]] = nothing_known
    source: str | Promise = ""


@dataclass(frozen=True)
class Purpose:
    """What forms of one purpose lead to.

    `may_fill` is asked besides the record's own rule; `answered` and `finished` run in the act's transaction.
    `alone`: such a form is begun and finished by itself, not as part of another act such as a screening; of one that is
    not, `url` says where it is read, `called` whom it is about, and `beside` what stands beside its open sections.
    """

    code: str
    may_fill: Callable[[User, Any], bool] = always
    answered: Callable[..., None] = nothing
    finished: Callable[..., None] = nothing
    alone: bool = True
    url: Callable[[Any], str] | None = None
    called: Callable[[Any], str] | None = None
    beside: Callable[[HttpRequest, Any, Verdict], str] | None = None


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
