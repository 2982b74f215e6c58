"""What reading a record says of its sealed fields: that there is one, never what stands in it."""

from typing import Any
from uuid import UUID

from ninja import Schema

from samaan.accounts.models import User
from samaan.sealed import queries


class Mask(Schema):
    sealed: bool = True


class SealedOut(Schema):
    """One kind of sealed field. `value` is the mask, or nothing where nothing was written.

    `state`: empty, closed (not opened to the reader), sealed, waiting (for a second person) or approved.
    """

    field: str
    id: UUID | None
    value: Mask | None
    state: str


def sealed_out(record: Any, user: User) -> list[dict]:
    return [
        {
            "field": shown.named.code,
            "id": shown.field.pk if shown.field else None,
            "value": Mask() if shown.field else None,
            "state": shown.state,
        }
        for shown in queries.shown(record, user)
    ]
