"""Adding a person and keeping what is known of them."""

from django.db import transaction
from django.utils import timezone

from samaan.access.records import begin_record, inherit
from samaan.people import tokens
from samaan.people.models import Person

FIELDS = [
    "given_names",
    "family_names",
    "aliases",
    "birth_date",
    "phones",
    "document_numbers",
    "address",
    "description",
    "sex",
    "age",
    "age_is_estimate",
    "nationality",
    "language",
]
TOKENS = ["name_tokens", "phone_tokens", "document_tokens", "birth_token", "tokens_generation"]


@transaction.atomic
def add_person(*, of, compartment: str, organisation, kept_from_asking: bool = False, **known) -> Person:
    """Add a person to the file `of`: whoever holds that file's `compartment` sees the person."""
    person = Person(id=begin_record("person", owned_by=organisation), kept_from_asking=kept_from_asking)
    fill(person, known)
    person.save(force_insert=True)
    inherit(of, compartment, person)
    return person


@transaction.atomic
def update_person(person: Person, **known) -> None:
    """Keep what has become known. The act that learned it appends the event."""
    changed = fill(person, known)
    person.changed_at = timezone.now()
    person.save(update_fields=[*changed, *TOKENS, "changed_at"])


def mark_case_opened(person: Person) -> None:
    """A file of this person's own begins. The act that opened it appends the event."""
    person.has_case = True
    person.save(update_fields=["has_case"])


def fill(person: Person, known: dict) -> list[str]:
    for name, value in known.items():
        if name not in FIELDS:
            raise TypeError(f"a person has no {name}")
        setattr(person, name, value)
    make_tokens(person)
    return list(known)


def make_tokens(person: Person) -> None:
    """What the person is found by, from what is known of them now; who was merged into another is found as that one."""
    if person.merged_into_id:
        forget_tokens(person)
        return
    person.name_tokens = tokens.name_tokens(person.given_names, person.family_names, person.aliases)
    person.phone_tokens = tokens.phone_tokens(person.phones)
    person.document_tokens = tokens.document_tokens(person.document_numbers or ())
    person.birth_token = tokens.birth_token(person.birth_date)
    person.tokens_generation = tokens.generation()


def forget_tokens(person: Person) -> None:
    """Nothing finds this record any more."""
    person.name_tokens, person.phone_tokens, person.document_tokens, person.birth_token = [], [], [], None
    person.tokens_generation = tokens.generation()
