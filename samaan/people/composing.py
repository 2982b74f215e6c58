"""What one record holds after it took up another: of each field the value that was chosen, of lists all there is."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from samaan.people.identifiers import normal_document, normal_phone
from samaan.people.models import Person
from samaan.people.names import plain

# One of two values counts; the estimate goes with its age.
CHOSEN = {
    "given_names": _("Given names"),
    "family_names": _("Family names"),
    "birth_date": _("Date of birth"),
    "age": _("Age in years"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "language": _("Language"),
    "address": _("Where to find them"),
    "description": _("How to recognise them"),
}
COLLECTED = {
    "aliases": _("Also known as"),
    "phones": _("Telephone numbers"),
    "document_numbers": _("Document numbers"),
}
WITH_THE_AGE = "age_is_estimate"
FIELDS = (*CHOSEN, *COLLECTED, WITH_THE_AGE)


def snapshot(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in FIELDS}


def composed(survivor: Person, gone: Person, take: Collection[str]) -> dict[str, Any]:
    """What the survivor holds from now on: `take` names the fields where the other's value counts.

    Where the survivor has none, the other's counts anyway; names that are not chosen are kept among the other names.
    """
    known: dict[str, Any] = {}
    for name in CHOSEN:
        mine, theirs = getattr(survivor, name), getattr(gone, name)
        known[name] = theirs if name in take or is_empty(mine) else mine
    age_is_theirs = "age" in take or is_empty(survivor.age)
    known[WITH_THE_AGE] = gone.age_is_estimate if age_is_theirs else survivor.age_is_estimate
    known["phones"] = distinct([*survivor.phones, *gone.phones], normal_phone)
    known["document_numbers"] = distinct(
        [*(survivor.document_numbers or ()), *(gone.document_numbers or ())], normal_document
    )
    known["aliases"] = other_names(survivor, gone, f"{known['given_names']} {known['family_names']}".strip())
    return known


def is_empty(value: Any) -> bool:
    return value in (None, "", [])


def distinct(values: list[str], normal: Any) -> list[str]:
    """Each but once, however written, in the order they came."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(normal(value) or value, value)
    return list(found.values())


def other_names(survivor: Person, gone: Person, chosen: str) -> str:
    """Every name either was known by that is not the chosen one, as one line."""
    names = [survivor.aliases, survivor.full_name, gone.aliases, gone.full_name]
    kept = distinct([name.strip() for line in names for name in line.split(",") if name.strip()], plain)
    return ", ".join(name for name in kept if plain(name) != plain(chosen))


def differing(survivor: Person, gone: Person) -> list[str]:
    """The fields in which both hold something, and not the same."""
    return [
        name
        for name in CHOSEN
        if not is_empty(getattr(survivor, name))
        and not is_empty(getattr(gone, name))
        and getattr(survivor, name) != getattr(gone, name)
    ]
