"""Readable references: `C-2026-00042` is for people, the random id is for addresses."""

from django.db import connection
from django.utils import timezone


def next_number(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return cursor.fetchone()[0]


def next_reference(letter: str) -> str:
    """The next one: `R` report, `C` case, `F` referral, `H` hand-over, `K` conference. Numbers run on over years."""
    return f"{letter}-{timezone.localdate().year}-{next_number(f'reference_{letter.lower()}'):05}"
