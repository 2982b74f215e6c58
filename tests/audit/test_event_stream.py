"""One event an act, stamped by the database, that nobody edits."""

import pytest
from django.db import ProgrammingError, connection

from samaan.access import context
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.audit.verify import verify
from samaan.server.connection import acting_as
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna():
    return make_user("director")


def append(anna, kind="session.began", **data):
    with context.acting(context.of_user(anna)):
        stream.append(kind, by=anna, **data)


def test_the_database_stamps_time_transaction_and_leaf(anna):
    append(anna, colour="blue")
    with context.acting(context.of_user(anna)):
        event = Event.objects.get()
    assert (event.kind, event.actor_id, event.data) == ("session.began", anna.pk, {"colour": "blue"})
    assert event.recorded_at and event.xid and len(event.leaf) == 32


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
@pytest.mark.parametrize("role", ["app", "job"])
def test_neither_web_nor_worker_can_change_it(anna, role, statement):
    append(anna)
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_verify_finds_an_event_that_was_edited(anna, admin_connection):
    append(anna, step=1)
    append(anna, step=2)
    admin_connection.execute("""UPDATE audit_event SET data = '{"step": 3}' WHERE data ->> 'step' = '1'""")
    (edited,) = admin_connection.execute("SELECT id FROM audit_event ORDER BY id LIMIT 1").fetchone()
    with acting_as("auditor"):
        result = verify(())
    found = [(finding.code, finding.facts.get("event")) for finding in result.findings]
    assert (result.events, found) == (2, [("event_edited", edited), ("nothing_sealed", None)])


def test_a_context_is_needed_to_append():
    with pytest.raises(ProgrammingError, match="row-level security"):
        stream.append("session.began")


def test_an_event_about_no_record_is_shown_to_nobody_else(anna):
    """Whatever access list it comes with."""
    from samaan.access import principals

    other = make_user("director")
    with context.acting(context.of_user(anna)), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (kind, actor_id, purpose, record_kind, data, acl)"
            " VALUES ('x', %s, '', '', '{}', %s)",
            [anna.pk, [principals.user(other.pk)]],
        )
    with context.acting(context.of_user(other)):
        assert Event.objects.count() == 0


def test_the_database_hashes_as_it_says(anna, admin_connection):
    """The trigger's own expression and the function that stands for it give the same."""
    append(anna, colour="blue", nested={"b": [1, None], "a": "ñ"})
    row = admin_connection.execute("SELECT e.leaf = sec.event_leaf(e) FROM audit_event e").fetchone()
    assert row == (True,)
