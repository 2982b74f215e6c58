"""Proofs as files: they hold without a database, and no changed file holds."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samaan.audit import keys, proofs
from samaan.audit.checking import WrongProof, check
from samaan.audit.proofs import NoProof
from samaan.audit.telling import told
from samaan.server.connection import acting_as

pytestmark = pytest.mark.django_db(transaction=True)


def prove(log, step: int, **options) -> str:
    with acting_as("auditor"):
        return proofs.prove_event(log.event(step), **options)


def grow(old: int, new: int | None = None) -> str:
    with acting_as("auditor"):
        return proofs.prove_growth(old, new)


def changed(proof: str, **facts) -> str:
    return json.dumps(json.loads(proof) | facts)


def test_a_proof_holds_with_nothing_but_the_public_key(log):
    log.grow(1, 2, 3)
    log.grow(4, 5)
    proved = check(prove(log, 2), known=log.signer.known)
    assert (proved.entry.id, proved.entry.kind, proved.position) == (log.event(2), "session.began", 1)
    assert (proved.newer.number, proved.newer.size) == (2, 5)


def test_a_proof_holds_with_a_checkpoint_somebody_kept(log):
    log.grow(1, 2, 3)
    log.grow(4, 5)
    kept = log.witness.copy().checkpoints[:1]
    assert check(prove(log, 2, number=1), witnessed=kept).newer.number == 1
    with pytest.raises(WrongProof, match="do not include checkpoint 2"):
        check(prove(log, 2), witnessed=kept)


def test_every_event_of_a_log_with_tiles_is_proved(log):
    log.write(*range(600))
    while log.seal(most=170):
        pass
    for step in (0, 1, 255, 256, 300, 511, 512, 599):
        proved = check(prove(log, step), known=log.signer.known)
        assert proved.position == step
    for step in (0, 100):
        assert check(prove(log, step, number=1), known=log.signer.known).newer.size == 170


def test_a_log_that_only_grew_proves_it(log):
    for steps in (range(170), range(170, 300), range(300, 600)):
        log.grow(*steps)
    for old, new in ((1, 2), (1, 3), (2, 3), (3, 3)):
        proved = check(grow(old, new), known=log.signer.known)
        assert (proved.older.number, proved.newer.number) == (old, new)
    kept = log.witness.copy().checkpoints[:1]
    assert check(grow(1), witnessed=kept).newer.number == 3
    with pytest.raises(WrongProof):
        check(grow(2), witnessed=kept)


def test_it_tells_in_plain_words(log):
    log.grow(1, 2)
    lines = list(told(check(prove(log, 2), known=log.signer.known)))
    assert lines[0] == f"Event {log.event(2)} is in the log, at place 1 of 2."
    assert lines[2:5] == [
        "  what    session.began",
        f"  who     user {log.writer.pk}",
        '  with    {"step": 2}',
    ]
    assert lines[-1].endswith(f"key {keys.short(log.signer.public)} …")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"position": 0}, "was not sealed like this"),
        ({"path": []}, "was not sealed like this"),
        ({"entry": "[1, 2]"}, "was not sealed like this"),
        ({"samaan": "letter"}, "no proof of Samaan's"),
        ({"path": ["zz"]}, "damaged"),
        ({"checkpoint": {}}, "damaged"),
        ({"position": "1"}, "damaged"),
    ],
)
def test_a_changed_proof_says_what_is_wrong(log, facts, reason):
    log.grow(1, 2)
    with pytest.raises(WrongProof, match=reason):
        check(changed(prove(log, 2), **facts), known=log.signer.known)


def test_a_proof_with_a_checkpoint_of_ones_own_proves_nothing(log):
    log.grow(1, 2)
    proof = json.loads(prove(log, 2))
    with pytest.raises(WrongProof, match="not as it was signed"):
        check(changed(prove(log, 2), checkpoint=proof["checkpoint"] | {"sealed_at": "2020"}), known=log.signer.known)
    with pytest.raises(WrongProof, match="another key"):
        check(prove(log, 2), known=["f" * 64])
    with pytest.raises(WrongProof, match="Nothing was given to trust"):
        check(prove(log, 2))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_byte_of_a_proof_can_be_changed(one_proof, data):
    proof, known = one_proof
    place = data.draw(st.integers(0, len(proof) - 1))
    character = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda c: c != proof[place]))
    spoilt = proof[:place] + character + proof[place + 1 :]
    try:
        proved = check(spoilt, known=known)
    except WrongProof:
        return
    # White space between values does not count.
    assert proved == check(proof, known=known)


@pytest.fixture
def one_proof(log) -> tuple[str, tuple[str, ...]]:
    log.grow(1, 2, 3, 4, 5)
    return prove(log, 4), log.signer.known


def test_what_is_not_sealed_or_not_there_is_not_proved(log):
    log.grow(1)
    log.write(2)
    with pytest.raises(NoProof, match="not sealed yet"):
        prove(log, 2)
    with acting_as("auditor"), pytest.raises(NoProof, match="There is no event 999999"):
        proofs.prove_event(999999)
    with pytest.raises(NoProof, match="There is no checkpoint 9"):
        prove(log, 1, number=9)


def test_a_later_event_is_not_proved_by_an_earlier_checkpoint(log):
    log.grow(1)
    log.grow(2)
    with pytest.raises(NoProof, match="older than event"):
        prove(log, 2, number=1)


def test_an_edited_event_is_not_proved(log):
    log.grow(1, 2)
    log.rewrite("UPDATE audit_event SET purpose = 'care' WHERE id = %s", log.event(2))
    with pytest.raises(NoProof, match="Run: samaan events verify"):
        prove(log, 2)
