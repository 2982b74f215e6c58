"""Making the tokens of persons anew after the key, the algorithm or the list of nicknames changed."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from samaan.access import context
from samaan.people.models import Person
from samaan.people.tokens import generation
from samaan.people.workflow import TOKENS, forget_tokens, make_tokens
from samaan.vault import keyring

BATCH = 500


def retokenise(*, told: Callable[[int], object] = lambda done: None) -> int:
    """Make anew whatever was not made with the present key and algorithm; says how many persons.

    Works as the worker, in transactions of some hundred persons: it may be interrupted and begun again.
    """
    done = 0
    while True:
        with context.acting(context.of_job("tokens")):
            batch = list(outdated().select_for_update(skip_locked=True)[:BATCH])
            keyring.preload(person.pk for person in batch)
            for person in batch:
                make_anew(person)
            Person.objects.bulk_update(batch, TOKENS)
        if not batch:
            return done
        done += len(batch)
        told(done)


def make_anew(person: Person) -> None:
    """The tokens of one person; somebody who was erased has none."""
    try:
        make_tokens(person)
    except keyring.KeyUnavailable:
        forget_tokens(person)


def outdated() -> QuerySet[Person]:
    """Persons whose tokens nobody can search by any more."""
    now = generation()
    return Person.objects.filter(Q(tokens_generation__lt=now) | Q(tokens_generation__gt=now))
