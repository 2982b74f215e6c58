"""Whoever owns the database server changes the log: each way is caught, and said with its place."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samaan.audit import checkpoints, keys, sealing
from samaan.audit.keys import Signer
from samaan.audit.models import Checkpoint
from samaan.audit.sealing import CannotSeal
from samaan.audit.witness import Copy, FileWitness
from samaan.server.connection import acting_as

pytestmark = pytest.mark.django_db(transaction=True)
EDIT = """UPDATE audit_event SET data = '{"step": 99}' WHERE id = %s"""
REHASH = "UPDATE audit_event e SET leaf = sec.event_leaf(e) WHERE id = %s"
RESEAL = "UPDATE audit_leaf l SET hash = e.leaf FROM audit_event e WHERE e.id = l.event_id AND e.id = %s"
CUT = (
    "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE position >= %s)",
    "DELETE FROM audit_leaf WHERE position >= %s",
    "DELETE FROM audit_checkpoint WHERE size > %s",
)


@pytest.fixture
def log(log):
    """Three checkpoints: events 1 to 3, 4 to 5, 6."""
    for steps in ((1, 2, 3), (4, 5), (6,)):
        log.grow(*steps)
    assert log.found() == []
    return log


def told(log, **options) -> list[str]:
    return [finding.words() for finding in log.verify(**options).findings]


def cut(log, size: int) -> None:
    for statement in CUT:
        log.rewrite(statement, size)


def test_an_edited_event(log):
    edited = log.event(2)
    log.rewrite(EDIT, edited)
    assert told(log) == [f"Event {edited} was edited: what it says no longer gives the hash it was written with."]


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'case.opened'", "actor_id = actor_id + 1", "actor_id = NULL", "purpose = 'care'",
        "recorded_at = recorded_at + interval '1 microsecond'", "recorded_at = NULL", "record_kind = 'case'",
        "record_id = 'f4b1c2a0-0000-4000-8000-000000000001'", "data = '{}'", "leaf = NULL",
    ],
)  # fmt: skip
def test_every_column_that_says_something_is_sealed(log, change):
    log.rewrite(f"UPDATE audit_event SET {change} WHERE id = %s", log.event(4))
    assert log.found() == ["event_edited"]


def test_an_edited_event_with_its_hash_computed_anew(log):
    edited = log.event(2)
    log.rewrite(EDIT, edited)
    log.rewrite(REHASH, edited)
    (words,) = told(log)
    assert words.startswith(f"Event {edited} was edited and its hash computed anew: checkpoint 1, sealed ")


def test_an_edited_event_with_all_its_hashes_computed_anew(log):
    edited, first, last = log.event(4), log.event(4), log.event(5)
    for statement in (EDIT, REHASH, RESEAL):
        log.rewrite(statement, edited)
    (words,) = told(log)
    assert words.startswith(f"Among the events {first} to {last} at least one was changed together with its hashes")
    assert "checkpoint 2" in words


def test_a_deleted_event(log):
    deleted = log.event(5)
    log.rewrite("DELETE FROM audit_event WHERE id = %s", deleted)
    (words,) = told(log)
    assert words.startswith(f"Event {deleted} was deleted: checkpoint 2, sealed ")


def test_a_deleted_event_with_its_hash(log):
    deleted = log.event(5)
    log.rewrite("DELETE FROM audit_leaf WHERE event_id = %s", deleted)
    log.rewrite("DELETE FROM audit_event WHERE id = %s", deleted)
    (words,) = told(log)
    assert words.startswith("1 of the hashes that checkpoint 2, sealed ")


def test_a_deleted_event_whose_place_was_closed_up(log):
    log.rewrite("DELETE FROM audit_event WHERE id = %s", log.event(4))
    log.rewrite("DELETE FROM audit_leaf WHERE position = 3")
    # By a detour: moved in place, two rows may stand at one position for a moment, whichever is moved first.
    log.rewrite("UPDATE audit_leaf SET position = position + 999 WHERE position > 3")
    log.rewrite("UPDATE audit_leaf SET position = position - 1000 WHERE position > 900")
    assert "leaves_changed" in log.found()


def test_two_events_exchanged(log):
    log.rewrite("UPDATE audit_leaf SET position = 1 - position + 1000 WHERE position < 2")
    log.rewrite("UPDATE audit_leaf SET position = position - 1000 WHERE position > 900")
    assert log.found() == ["leaves_changed"]


def test_an_event_slipped_in_afterwards(log):
    log.rewrite(
        "INSERT INTO audit_event (kind, purpose, record_kind, data, recorded_at, xid, acl, barred)"
        " SELECT kind, purpose, record_kind, '{\"step\": 98}', recorded_at, xid, acl, barred FROM audit_event"
        " WHERE id = %s",
        log.event(3),
    )
    slipped = log.event(98)
    log.rewrite(REHASH, slipped)
    assert told(log) == [
        f"Event {slipped} was slipped in afterwards: when checkpoint 3 was sealed, everything of its time had been"
        " sealed, and it was not there."
    ]


def test_an_event_that_waits_to_be_sealed_and_is_edited(log):
    log.write(7)
    log.rewrite(EDIT, log.event(7))
    assert log.found() == ["event_edited"]


def test_a_checkpoint_deleted_from_the_middle(log):
    log.rewrite("DELETE FROM audit_checkpoint WHERE number = 2")
    assert told(log) == ["Checkpoints 2 to 2 were deleted."]


@pytest.mark.parametrize(
    "change",
    [
        "size = size + 1", "root = sha256(root)", "previous = sha256(previous)", "horizon = horizon + 1",
        "sealed_at = sealed_at - interval '1 day'", "signature = sha256(signature)", "number = 9",
    ],
)  # fmt: skip
def test_an_edited_checkpoint(log, change):
    log.rewrite(f"UPDATE audit_checkpoint SET {change} WHERE number = 3")
    assert "checkpoint_edited" in log.found()


def test_the_newest_batch_deleted_is_told_by_the_witness(log):
    cut(log, 5)
    (words,) = told(log)
    assert words.startswith("The witness checkpoints.jsonl holds checkpoints up to 3, the database ends with 2:")


def test_the_newest_batch_deleted_is_told_by_nobody_else(log):
    """The known limit: without what was handed off the server, a log cut at its end is a whole, shorter log."""
    cut(log, 5)
    assert log.found(copies=[]) == ["no_witness"]


def test_the_newest_checkpoint_deleted_alone(log):
    log.rewrite("DELETE FROM audit_checkpoint WHERE number = 3")
    assert log.found(copies=[]) == ["leaves_beyond", "no_witness"]


def test_everything_deleted(log):
    cut(log, 0)
    assert log.found() == ["newest_gone"]


def test_after_a_cut_the_sealer_seals_nothing(log):
    cut(log, 5)
    from samaan.audit import delivery

    with acting_as("sealer"), pytest.raises(CannotSeal, match="ends with checkpoint 3, the database with 2"):
        delivery.refuse_rewritten(log.witness)


def test_a_log_cut_and_continued_is_another_log(log):
    cut(log, 5)
    log.write(8)
    with acting_as("sealer"):
        sealing.seal(log.signer)
    (words,) = told(log)
    assert words.startswith("Checkpoint 3 in the database is another than the one the witness checkpoints.jsonl holds")


def test_an_old_checkpoint_replayed_as_the_newest(log):
    cut(log, 5)
    log.rewrite(
        "INSERT INTO audit_checkpoint SELECT 3, size, root, previous, sealed_at, horizon, key, signature, peaks"
        " FROM audit_checkpoint WHERE number = 2"
    )
    assert "checkpoint_edited" in log.found(copies=[])


def test_an_old_witness_replayed(log):
    kept = log.witness.path.read_text()
    log.grow(7)
    log.witness.path.write_text(kept)
    (words,) = told(log)
    assert words.startswith("The witness checkpoints.jsonl was handed checkpoint 4 and ends with 3")


def test_the_whole_log_signed_anew_with_a_key_of_ones_own(log):
    forge(log, stranger := Signer(Ed25519PrivateKey.generate(), ()))
    found = log.found()
    assert set(found) == {"key_unknown", "witness_differs"}
    assert keys.short(stranger.public) in told(log)[0]


def test_the_keys_of_the_installation_swapped_as_well(log):
    forge(log, stranger := Signer(Ed25519PrivateKey.generate(), ()))
    assert log.found(known=[stranger.public]) == ["witness_other_key", "witness_differs"]


def forge(log, signer: Signer) -> None:
    """Every checkpoint signed anew, in a chain of its own."""
    previous = checkpoints.BEGINNING
    with acting_as("auditor"):
        rows = list(Checkpoint.objects.order_by("number"))
    for row in rows:
        old = replace(sealing.signed(row), previous=previous, key=signer.public)
        forged = checkpoints.sign(old, signer.key)
        previous = forged.digest()
        log.rewrite(
            "UPDATE audit_checkpoint SET previous = %s, key = %s, signature = %s WHERE number = %s",
            *(bytes.fromhex(part) for part in (forged.previous, forged.key, forged.signature)),
            row.number,
        )


def test_a_stored_tile_changed(log):
    log.write(*range(10, 270))
    log.seal()
    log.rewrite("UPDATE audit_tile SET root = sha256(root)")
    assert told(log) == ["The stored hash of the events at places 0 to 255 was changed; proofs would fail."]


def test_an_edited_line_of_the_witness(log):
    text = log.witness.path.read_text()
    log.witness.path.write_text(text.replace('"size": 5', '"size": 4'))
    assert log.found() == ["witness_forged"]


def test_a_saved_e_mail_is_a_witness(log, tmp_path):
    from samaan.audit import delivery

    with acting_as("auditor"):
        newest = sealing.signed(Checkpoint.objects.latest("number"))
    mail = tmp_path / "mail.eml"
    mail.write_text(f"Subject: {delivery.subject(newest)}\n\n{delivery.body(newest)}")
    assert log.found(copies=[FileWitness(mail).copy()]) == []
    cut(log, 5)
    assert log.found(copies=[FileWitness(mail).copy()]) == ["newest_gone"]


def test_without_a_witness_it_is_not_called_whole(log):
    gone = Copy("file", trouble="checkpoints.jsonl: No such file or directory")
    result = log.verify(copies=[gone])
    assert [finding.code for finding in result.findings] == ["no_witness"]
    assert not result.changed
