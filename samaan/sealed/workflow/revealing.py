"""The act that opens a sealed field, once, for one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from samaan.accounts.models import User
from samaan.sealed import queries
from samaan.sealed.models import Opening, Request, SealedField
from samaan.sealed.permissions import can_reveal
from samaan.sealed.workflow.asking import check_reason
from samaan.sealed.workflow.steps import REVEAL
from samaan.transitions import NotPermitted, announce, lock
from samaan.vault import keyring
from samaan.vault.keyring import KeyUnavailable, OpenKey


class NeedsSecondPerson(Exception):
    """This person opens it only once somebody else has approved; `beyond_limit`: because of the day's limit."""

    def __init__(self, field: SealedField, *, beyond_limit: bool):
        super().__init__(field.sealed_class)
        self.field, self.beyond_limit = field, beyond_limit


@dataclass(frozen=True)
class Revealed:
    """What stood in the field, for whom, when. It is shown and kept nowhere."""

    field: SealedField
    lines: list[tuple[Any, str]]
    value: dict[str, str]
    user: User
    at: datetime

    def __repr__(self) -> str:
        return f"<revealed {self.field.sealed_class}>"


@transaction.atomic
def reveal(field: SealedField, *, by: User, reason: str = "", words: str = "") -> Revealed:
    """Open one field once.

    1. refuses whoever may not, 2. takes the approval where one is needed: it is then used up, 3. notes the opening,
    its event and the alert to whoever answers for the record, 4. only then is given the key.

    Raises NotPermitted, NeedsSecondPerson, or ValidationError for a reason that is none. Whoever calls this has made
    sure that the person has just proved who they are.
    """
    # One opening after another: the day's limit is counted, and an approval used, by one at a time.
    User.objects.select_for_update().get(pk=by.pk)
    if not can_reveal(by, field):
        raise NotPermitted(REVEAL, field)
    approval = take_approval(field, by) if queries.needs_second_person(by, field) else None
    if approval:
        reason, words = approval.reason, approval.words
    check_reason(reason, words)
    opening = note(field, approval, by=by, reason=reason, words=words)
    value = SealedField._meta.get_field("value").open(field, key_for(opening, field))
    return Revealed(field, field.named.lines(value), value, by, opening.opened_at)


def take_approval(field: SealedField, by: User) -> Request:
    """The approval that holds now, used up from here on."""
    request = queries.latest_request(by, field)
    if request:
        lock(request)
    if request is None or not request.is_valid:
        raise NeedsSecondPerson(field, beyond_limit=queries.is_beyond_limit(by))
    request.status = Request.Status.USED
    request.save(update_fields=["status"])
    return request


def note(field: SealedField, approval: Request | None, *, by: User, reason: str, words: str) -> Opening:
    opening = Opening(
        of_record=field.of_record,
        of_kind=field.of_kind,
        sealed_class=field.sealed_class,
        field=field,
        user=by,
        reason=reason,
        words=words,
        request=approval,
    )
    opening.save(force_insert=True)
    facts: dict[str, Any] = {"sealed_class": field.sealed_class, "reason": reason, "opening": opening.pk}
    if approval:
        facts["approved_by"] = approval.decided_by_id
    announce(REVEAL.kind, opening, by=by, **facts)
    return opening


def key_for(opening: Opening, field: SealedField) -> OpenKey:
    """The key, from the database itself, which checks all of this once more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wrapped, version FROM sec.open_sealed_key(%s)", [opening.pk])
        found = cursor.fetchone()
    if found is None:
        raise KeyUnavailable(f"no key for {field.sealed_class} of record {field.of_record}")
    return keyring.unwrap(bytes(found[0]), field.of_record, found[1], field.sealed_class)
