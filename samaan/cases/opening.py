"""What must hold before a case is opened, and what is known already when it is.

The contexts above append in `ready()`, as intake does: screening has begun, and the report said where.
"""

from collections.abc import Callable
from uuid import UUID

from django.utils.functional import Promise

from samaan.accounts.models import User
from samaan.people.models import Person

# A check says in one sentence why not yet, or nothing. The UUID is the report's, if there is one.
Check = Callable[[Person, UUID | None, User], str | Promise | None]
# Values for the form's fields region, category and exploitation.
Prefill = Callable[[Person, UUID | None, User], dict]

CHECKS: list[Check] = []
PREFILLS: list[Prefill] = []


def obstacles(person: Person, report_id: UUID | None, user: User) -> list[str]:
    """Why the case cannot be opened yet, in sentences."""
    return [str(reason) for check in CHECKS if (reason := check(person, report_id, user))]


def known_already(person: Person, report_id: UUID | None, user: User) -> dict:
    """What nobody has to type again."""
    known: dict = {}
    for prefill in PREFILLS:
        known |= prefill(person, report_id, user)
    return known
