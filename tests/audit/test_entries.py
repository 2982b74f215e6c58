"""The text of an event that is hashed: made by the database when it is written, and by us when it is verified."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from samaan.access import context
from samaan.audit import stream
from samaan.audit.entries import COLUMNS, Entry

# PostgreSQL keeps neither NUL nor half a surrogate pair in text.
words = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=30)
numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


class Record:
    record_kind = 'ca"se'
    record_id = "f4b1c2a0-0000-4000-8000-000000000001"


@pytest.mark.django_db(transaction=True)
@settings(max_examples=100, deadline=None)
@given(kind=words, purpose=words, data=values, record=st.sampled_from([None, Record()]))
def test_both_give_the_same_hash(kind, purpose, data, record):
    with context.acting(context.of_public()):
        stream.append(kind, purpose=purpose, record=record, anything=data)
    from samaan.server.connection import acting_as

    with acting_as("auditor"), connection.cursor() as cursor:
        cursor.execute(f"SELECT e.leaf, {COLUMNS} FROM audit_event e ORDER BY e.id DESC LIMIT 1")
        leaf, *columns = cursor.fetchone()
    assert Entry(*columns).leaf() == bytes(leaf)
