"""Adding a person and keeping what is known of them."""

from django.db import transaction
from django.utils import timezone

from samaan.access.records import begin_record, inherit
from samaan.people.models import Person
from samaan.people.names import name_tokens, phone_tokens

FIELDS = [
    "given_names",
    "family_names",
    "aliases",
    "birth_date",
    "phones",
    "address",
    "description",
    "sex",
    "age",
    "age_is_estimate",
    "nationality",
    "language",
]


@transaction.atomic
def add_person(*, of, compartment: str, organisation, **known) -> Person:
    """Add a person to the file `of`: whoever holds that file's `compartment` sees the person."""
    person = Person(id=begin_record("person", owned_by=organisation))
    fill(person, known)
    person.save(force_insert=True)
    inherit(of, compartment, person)
    return person


@transaction.atomic
def update_person(person: Person, **known) -> None:
    """Keep what has become known. The act that learned it appends the event."""
    changed = fill(person, known)
    person.changed_at = timezone.now()
    person.save(update_fields=[*changed, "name_tokens", "phone_tokens", "changed_at"])


def fill(person: Person, known: dict) -> list[str]:
    for name, value in known.items():
        if name not in FIELDS:
            raise TypeError(f"a person has no {name}")
        setattr(person, name, value)
    person.name_tokens = name_tokens(person.given_names, person.family_names, person.aliases)
    person.phone_tokens = phone_tokens(person.phones)
    return list(known)
