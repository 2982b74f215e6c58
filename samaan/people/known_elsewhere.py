"""Whether somebody the asker does not see is nearly surely the person meant: yes or no, and nothing else.

What counts as nearly sure, and who is never told of, is decided in the database (migrations/asking.sql).
"""

from typing import Any
from uuid import UUID

from django.db import connection

from samaan.access import principals
from samaan.accounts.models import User
from samaan.people import tokens
from samaan.people.finding import Sought
from samaan.people.identifiers import normal_document, normal_phone
from samaan.people.likeness import Name
from samaan.people.names import Part
from samaan.people.sounds import sounds_of

# Shorter ones are slips of the pen, or guesses.
SHORTEST_PHONE, SHORTEST_DOCUMENT = 7, 5


def is_known_elsewhere(sought: Sought) -> bool:
    """For whoever the context acts as."""
    if not says_enough(sought):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.person_known_elsewhere(%s, %s, %s, %s, %s, %s)", evidence(sought))
        return cursor.fetchone()[0]


def says_enough(sought: Sought) -> bool:
    """Whether there is anything besides a name; a name alone is told nothing anyway."""
    return bool(sought.phones or sought.documents or sought.age is not None or sought.birth_date)


def who_is_meant(sought: Sought, asker: User) -> list[UUID]:
    """For the worker, which asks their owners."""
    with connection.cursor() as cursor:
        given = [list(principals.of(asker)), *evidence(sought)]
        cursor.execute("SELECT * FROM sec.people_strongly_like(%s, %s, %s, %s, %s, %s, %s)", given)
        return [row[0] for row in cursor.fetchall()]


def evidence(sought: Sought) -> list[Any]:
    parts = Name(*sought.names).parts
    phones = [phone for phone in sought.phones if len(normal_phone(phone)) >= SHORTEST_PHONE]
    documents = [number for number in sought.documents if len(normal_document(number)) >= SHORTEST_DOCUMENT]
    return [
        ["{" + ",".join(map(str, sounding(part))) + "}" for part in parts],
        [tokens.name_token(tokens.whole(part.word)) for part in parts],
        tokens.phone_tokens(phones),
        tokens.document_tokens(documents),
        tokens.birth_token(sought.birth_date),
        sought.age,
    ]


def sounding(part: Part) -> set[int]:
    """A word itself and how it sounds; not its misspellings."""
    forms = {tokens.whole(part.word)} | {f"~{sound}" for sound in sounds_of(part.word)}
    return {tokens.name_token(form) for form in forms}
