"""What of an event is sealed: one line of text, made here anew from the stored columns, never by the database's word.

The same as the database's `sec.event_leaf` hashes when an event is written; a test holds the two together.
"""

from json.encoder import encode_basestring
from typing import NamedTuple

from samaan.audit import tree

# Reads an entry from a table or function called `e`.
COLUMNS = (
    "e.id, (extract(epoch FROM e.recorded_at) * 1000000)::bigint, e.kind, e.actor_id, e.purpose, e.record_kind,"
    " e.record_id::text, e.data::text"
)


class Entry(NamedTuple):
    """The sealed columns of one event; `data` as the database writes its JSON."""

    id: int
    microseconds: int | None
    kind: str
    actor_id: int | None
    purpose: str
    record_kind: str
    record_id: str | None
    data: str

    def text(self) -> str:
        before = ", ".join([word(value) for value in self[:-1]])
        return f"[{before}, {self.data}]"

    def leaf(self) -> tree.Hash:
        return tree.leaf_hash(self.text().encode())


def word(value: str | int | None) -> str:
    """A value as PostgreSQL writes it in JSON; many times faster than `json.dumps`, for a million events."""
    if value is None:
        return "null"
    return encode_basestring(value) if isinstance(value, str) else str(value)
