"""Sealing: everything that was committed, once, in order, signed and chained."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import ProgrammingError, connection

from samaan.audit import checkpoints, keys, sealing
from samaan.audit.keys import Signer
from samaan.audit.models import Checkpoint, Leaf, Tile
from samaan.audit.sealing import CannotSeal
from samaan.server.connection import acting_as
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def places(log) -> list[tuple[int, int]]:
    return log.db.execute("SELECT position, event_id FROM audit_leaf ORDER BY position").fetchall()


def test_what_was_written_is_sealed_in_order(log):
    sealed = log.grow(1, 2, 3)
    assert (sealed.number, sealed.size) == (1, 3)
    assert sealed.is_signed() and sealed.key == log.signer.public
    assert places(log) == [(0, log.event(1)), (1, log.event(2)), (2, log.event(3))]
    assert log.found() == []


def test_nothing_new_is_no_checkpoint(log):
    log.grow(1)
    assert log.seal() is None


def test_a_checkpoint_follows_the_one_before(log):
    first, second = log.grow(1, 2), log.grow(3)
    assert (second.number, second.size, second.previous) == (2, 3, first.digest())
    assert second.sealed_at >= first.sealed_at
    assert datetime.fromisoformat(second.sealed_at).tzinfo == UTC


def test_a_transaction_still_open_is_waited_for(log):
    log.grow(0)
    with open_transaction(log):
        log.write(1)
        assert log.seal() is None
    assert log.seal().size == 3


@pytest.mark.parametrize("before", [(), (0,)])
def test_a_transaction_that_ends_late_is_not_missed(log, before):
    log.grow(*before)
    with open_transaction(log):
        log.grow(1)
        log.grow(2)
    log.grow(3)
    written = log.db.execute("SELECT id FROM audit_event").fetchall()
    assert sorted(event for _place, event in places(log)) == sorted(row[0] for row in written)
    assert log.found() == []


@contextmanager
def open_transaction(log):
    """Somebody has written an event and commits it at the end of the block."""
    with psycopg.connect(log.db.info.dsn, password=log.db.info.password) as slow:
        slow.execute("INSERT INTO audit_event (kind, purpose, record_kind, data) VALUES ('slow', '', '', '{}')")
        log.settles = False
        yield
    log.settles = True
    log.settle()


def test_a_portion_at_a_time_misses_nothing(log):
    log.write(*range(7))
    sizes = []
    while sealed := log.seal(most=3):
        sizes.append(sealed.size)
    assert sizes == [3, 6, 7]
    log.write(7, 8, 9, 10)
    while log.seal(most=3):
        pass
    assert len(places(log)) == 11
    assert log.found() == []


def test_tiles_are_filled_across_checkpoints(log):
    log.write(*range(300))
    while log.seal(most=100):
        pass
    assert log.db.execute("SELECT number FROM audit_tile").fetchall() == [(0,)]
    assert log.found() == []


def test_in_a_database_moved_to_a_new_server_sealing_goes_on(log):
    """There transactions count from the start: old events and the horizon carry numbers far ahead."""
    log.grow(1, 2)
    log.write(3)
    log.settles = False
    log.rewrite("UPDATE audit_event SET xid = xid + 1000000000")
    ahead = log.db.execute("SELECT max(horizon) + 1000000000 FROM audit_checkpoint").fetchone()[0]
    moved = sealing.signed(Checkpoint(**row_of(log)))
    again = checkpoints.sign(replace(moved, horizon=ahead), log.signer.key)
    log.rewrite("UPDATE audit_checkpoint SET horizon = %s, signature = %s", ahead, bytes.fromhex(again.signature))
    log.witness.path.unlink()
    log.write(4)
    assert log.seal().size == 4
    assert log.grow(5).size == 5
    assert log.found() == []


def row_of(log) -> dict:
    cursor = log.db.execute("SELECT * FROM audit_checkpoint ORDER BY number DESC LIMIT 1")
    return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


def test_nothing_is_sealed_on_an_edited_checkpoint(log):
    log.grow(1)
    log.rewrite("UPDATE audit_checkpoint SET size = 5")
    with acting_as("sealer"), pytest.raises(CannotSeal, match="Checkpoint 1"):
        sealing.seal(log.signer)


def test_nothing_is_sealed_on_a_strangers_checkpoint(log):
    log.grow(1)
    stranger = Signer(Ed25519PrivateKey.generate(), ("f" * 64,))
    with acting_as("sealer"), pytest.raises(CannotSeal):
        sealing.seal(stranger)


def test_a_new_key_goes_on_where_the_old_one_ended(log):
    log.grow(1)
    key = Ed25519PrivateKey.generate()
    log.signer = Signer(key, (*log.signer.known, keys.public(key)))
    assert log.grow(2).key == keys.public(key)
    assert log.found() == []


@pytest.mark.parametrize("table", ["audit_leaf", "audit_tile", "audit_checkpoint"])
@pytest.mark.parametrize("role", ["app", "job", "auditor", "sealer"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_takes_anything_away(log, role, table, statement):
    log.grow(1)
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("role", ["app", "job", "auditor"])
def test_only_the_sealer_adds_to_it(log, role):
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"):
        Leaf(position=0, event_id=1, hash=b"x").save(force_insert=True)
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"):
        Tile(number=0, root=b"x").save(force_insert=True)


def test_the_sealer_reads_no_events_content_and_changes_none(log, as_sealer):
    log.grow(1)
    for statement in ("SELECT data FROM audit_event", "UPDATE audit_event SET kind = 'x'", "SELECT * FROM cases_case"):
        with as_sealer(), pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(("role", "sees"), [("auditor", 1), ("director", 0), ("system_administrator", 0)])
def test_through_pages_only_an_auditor_sees_it(log, role, sees):
    from samaan.access import context

    log.grow(1)
    with context.acting(context.of_user(make_user(role))):
        assert (Leaf.objects.count(), Checkpoint.objects.count()) == (sees, sees)


def test_somebody_who_left_no_longer_audits(log):
    from samaan.access import context, principals

    log.grow(1)
    left = make_user("auditor")
    acting = context.Context(principals.of(left))
    type(left).objects.filter(pk=left.pk).update(is_active=False)
    with context.acting(acting):
        assert Checkpoint.objects.count() == 0
