"""The copy a survivor takes away, in their own language and in plain words.

A plain copy betrays nobody who carries it: no name of a unit, a provider or a person, no reference, none of their
words.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from samaan import countrypack
from samaan.access.consent import IN_FORCE, Ledger
from samaan.access.models import Answer, ConsentEntry
from samaan.cases.consent_shown import day, names_of, purposes_of, receivers_of
from samaan.cases.models import Case

# What each part of a case is, said to the person it is about.
PLAIN_WORDS = {
    "summary": gettext_lazy("Your age, your languages and what you need"),
    "identity": gettext_lazy("Your name and when you were born"),
    "contact": gettext_lazy("How to reach you"),
    "care": gettext_lazy("What helps you from day to day"),
    "health": gettext_lazy("Your health"),
    "legal": gettext_lazy("Your papers"),
}


@dataclass(frozen=True)
class Agreed:
    """What one entry says, to the person who said it."""

    said_yes: bool
    parts: list[str]
    receivers: list[str]
    purposes: list[str]
    until: str
    on: str
    words: str = ""
    limits: str = ""


@dataclass(frozen=True)
class Copy:
    """The paper: whose unit it comes from and the reference of the case, unless it is a plain one."""

    language: str
    plain: bool
    agreed: list[Agreed]
    unit: str = ""
    reference: str = ""


def copy_of(case: Case, ledger: Ledger, *, language: str, plain: bool) -> Copy:
    """What is in force and what was refused, in the survivor's language."""
    with override(language):
        names = names_of(ledger.entries)
        lines = [
            agreed(entry, ledger, names, plain=plain)
            for entry in ledger.entries
            if entry.answer == Answer.REFUSED or (entry.answer == Answer.GIVEN and ledger.state(entry) in IN_FORCE)
        ]
        if plain:
            return Copy(language, plain, lines)
        return Copy(language, plain, lines, unit=countrypack.pack().unit_name, reference=case.reference)


def agreed(entry: ConsentEntry, ledger: Ledger, names: dict[int, str], *, plain: bool) -> Agreed:
    left, receivers_left = ledger.left(entry)
    said_yes = entry.answer == Answer.GIVEN
    still = ConsentEntry(
        organisations=[found for found in receivers_left if isinstance(found, int)],
        kinds=[found for found in receivers_left if isinstance(found, str)],
    )
    receivers = receivers_of(still, names) or [_("anybody")]
    purposes = purposes_of(entry)
    if plain:
        receivers = [_("the people we talked about")] if receivers_left else receivers
        purposes = [_("the help we talked about")] if said_yes else []
    details = {} if plain else entry.details
    return Agreed(
        said_yes=said_yes,
        parts=[str(PLAIN_WORDS[part]) for part in left or PLAIN_WORDS],
        receivers=receivers,
        purposes=purposes,
        until=day(entry.ends_on) if entry.ends_on else "",
        on=day(entry.given_on),
        words=details.get("words", ""),
        limits=details.get("limits", ""),
    )
