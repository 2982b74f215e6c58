"""Looking for a person: within what one hour allows, and one event that holds the words only as keyed hashes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from samaan.access import quota
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.people.birth_dates import normal_birth_date
from samaan.people.finding import Found, Sought, find
from samaan.people.identifiers import normal_documents, normal_phone
from samaan.people.known_elsewhere import is_known_elsewhere
from samaan.people.models import SearchAllowance
from samaan.people.names import plain_parts
from samaan.people.permissions import can_search
from samaan.vault.master import blind


class TooManySearches(Exception):
    """This person has used up the searches of an hour; `until` says when the next begins."""

    def __init__(self, until: datetime):
        super().__init__("too many searches")
        self.until = until


@transaction.atomic
def search_people(sought: Sought, *, by: User, purpose: str = "", without: Iterable[UUID] = ()) -> Found:
    """Find persons: counts against the hour's allowance, and leaves what was sought, hashed, and who was shown.

    Raises PermissionDenied, TooManySearches or LimitReached.
    """
    if not can_search(by):
        raise PermissionDenied
    use_allowance(by)
    found = look(sought, by=by, purpose=purpose, without=without, elsewhere=True)
    quota.count_lines(by, [match.person.pk for match in found.matches])
    return found


def look(
    sought: Sought, *, by: User, purpose: str = "", without: Iterable[UUID] = (), elsewhere: bool = False
) -> Found:
    """The search and its event. An act that has to look first calls this: it is never refused for looking often.

    `elsewhere`: whether it may also be said that somebody out of sight is meant; that is what the allowance is for.
    """
    found = find(sought, by, without=without)
    found.elsewhere = elsewhere and is_known_elsewhere(sought)
    stream.append(
        "person.searched",
        by=by,
        purpose=purpose,
        terms=terms_of(sought),
        age_band=sought.age_band,
        found=[match.person.pk for match in found.matches],
        elsewhere=found.elsewhere,
    )
    return found


def use_allowance(user: User) -> None:
    until = SearchAllowance.use(user, settings.PEOPLE_SEARCHES_PER_HOUR)
    if until:
        raise TooManySearches(until)


def has_allowance(user: User) -> bool:
    """Use one search of this hour if one is left."""
    try:
        use_allowance(user)
    except TooManySearches:
        return False
    return True


def terms_of(sought: Sought) -> list[str]:
    """What was sought, as keyed hashes: whoever asks "was this name looked for?" can tell, and nobody else."""
    terms = {f"name:{word}" for word in plain_parts(*sought.names)}
    terms |= {f"phone:{number}" for number in map(normal_phone, sought.phones) if number}
    terms |= {f"document:{number}" for number in normal_documents(sought.documents)}
    born = normal_birth_date(sought.birth_date)
    terms |= {f"born:{born}"} if born else set()
    return sorted(f"{blind(term, 'search') & (1 << 64) - 1:016x}" for term in terms)
