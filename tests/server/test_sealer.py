"""The sealer as a process: it seals, survives a restart of the database, waits for its turn, and stops when cut."""

import json
import signal
from pathlib import Path

import psycopg
import pytest

from samaan import config
from samaan.server import state
from tests.support.running import SAMAAN, running, samaan, wait_for

SEAL = [*SAMAAN, "seal"]
INSERT = "INSERT INTO audit_event (kind, purpose, record_kind, data) VALUES ('test', '', '', '{}') RETURNING id"


class Sealed:
    """An installation whose events the test writes itself."""

    def __init__(self, database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.witness = folder / "elsewhere" / "checkpoints.jsonl"
        self.environment = database.environment(SAMAAN_WITNESS_FILE=str(self.witness))

    def sealer(self, **more: str):
        return running(SEAL, environment=self.environment | more, log=self.folder / "sealer.out")

    def write(self) -> int:
        return self.database.ask(INSERT)

    def waiting(self) -> int:
        return self.database.ask(
            "SELECT count(*) FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)"
        )

    def wait_sealed(self) -> None:
        wait_for(lambda: self.waiting() == 0, what="sealing")
        wait_for(
            lambda: len(self.lines()) == self.database.ask("SELECT count(*) FROM audit_checkpoint"), what="the witness"
        )

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.witness.read_text().splitlines()] if self.witness.exists() else []

    def lives(self) -> bool:
        return state.sealer_lives(config.read(self.environment))

    def run(self, *words: str, **more: str):
        return samaan("events", *words, environment=self.environment | more)

    def trouble(self, name: str) -> str:
        return self.database.ask(f"SELECT trouble FROM audit_sealingstate WHERE name = '{name}'") or ""


@pytest.fixture
def sealed(own_database, tmp_path) -> Sealed:
    return Sealed(own_database, tmp_path)


def test_it_seals_what_is_written_and_hands_it_over(sealed):
    first = sealed.write()
    with sealed.sealer():
        sealed.wait_sealed()
        assert sealed.lives()
        sealed.write()
        sealed.wait_sealed()
    assert not sealed.lives()
    assert [line["size"] for line in sealed.lines()] == [1, 2]
    assert sealed.witness.stat().st_mode & 0o777 == 0o600
    verified = sealed.run("verify")
    assert (verified.returncode, verified.stdout) == (
        0, "The log is whole: 2 events, 2 of them sealed by 2 checkpoints.\n",
    )  # fmt: skip
    proof = sealed.folder / "proof.json"
    assert sealed.run("proof", str(first), "-o", str(proof)).returncode == 0
    checked = sealed.run("check-proof", str(proof), SAMAAN_DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith(f"Event {first} is in the log, at place 0 of 2.\n")


def test_it_survives_a_restart_of_the_database(sealed):
    with sealed.sealer() as process:
        sealed.write()
        sealed.wait_sealed()
        sealed.database.server.child.send_signal(signal.SIGINT)
        sealed.database.server.child.wait()
        sealed.database.server.restart()
        sealed.write()
        sealed.wait_sealed()
        assert process.poll() is None


def test_a_second_one_takes_over_when_the_first_is_killed(sealed):
    with sealed.sealer() as first:
        wait_for(sealed.lives, what="the first sealer")
        with sealed.sealer():
            first.kill()
            first.wait()
            sealed.write()
            sealed.wait_sealed()


def test_what_was_cut_is_not_covered_up(sealed):
    with sealed.sealer():
        sealed.write()
        sealed.wait_sealed()
        sealed.write()
        sealed.wait_sealed()
        cut(sealed)
        sealed.write()
        wait_for(lambda: sealed.trouble("sealer"), what="the notice")
        assert "ends with checkpoint 2, the database with 1" in sealed.trouble("sealer")
        assert sealed.waiting() == 1
        assert not sealed.lives()
    found = sealed.run("verify")
    assert found.returncode == 1
    assert "holds checkpoints up to 2, the database ends with 1" in found.stdout
    assert found.stderr.startswith("Error: The log was changed.")


def test_after_a_backup_was_put_back_on_purpose_it_goes_on(sealed):
    with sealed.sealer():
        for _ in range(2):
            sealed.write()
            sealed.wait_sealed()
        cut(sealed)
        wait_for(lambda: sealed.trouble("sealer"), what="the notice")
        sealed.witness.rename(sealed.witness.with_name("before-the-restore.jsonl"))
        sealed.write()
        sealed.wait_sealed()
        wait_for(sealed.lives, what="the end of the trouble")
    assert sealed.run("verify").returncode == 0
    assert sealed.run("verify", "--witness", str(sealed.folder / "elsewhere/before-the-restore.jsonl")).returncode == 1


def cut(sealed) -> None:
    with psycopg.connect(sealed.database.server.dsn("samaan_test_template"), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE position >= 1)")
        admin.execute("DELETE FROM audit_leaf WHERE position >= 1")
        admin.execute("DELETE FROM audit_checkpoint WHERE number > 1")


def test_a_witness_that_cannot_be_written_is_seen_and_told_later(sealed):
    sealed.witness.parent.write_text("in the way")
    with sealed.sealer():
        sealed.write()
        wait_for(lambda: sealed.trouble("file"), what="the notice")
        assert not state.witnesses_answer(config.read(sealed.environment))
        assert sealed.waiting() == 0 and sealed.lives()
        sealed.witness.parent.unlink()
        sealed.wait_sealed()
        wait_for(lambda: state.witnesses_answer(config.read(sealed.environment)), what="the end of the trouble")


def test_the_mail_witness_gets_the_newest_checkpoint_once(sealed):
    with sealed.sealer(SAMAAN_WITNESS_MAIL="auditor@oversight.example"):
        sealed.write()
        wait_for(lambda: list(mails(sealed)), what="the mail")
        sealed.write()
        sealed.wait_sealed()
    (mail,) = mails(sealed)
    text = mail.read_text()
    assert "To: auditor@oversight.example" in text
    assert sealed.lines()[0]["signature"] in text
    assert sealed.run("verify", "--witness", str(mail)).returncode == 0


def mails(sealed):
    return (sealed.database.server.data_dir / "mail").glob("*.log")


def test_a_mail_server_that_refuses_is_seen(sealed):
    with sealed.sealer(SAMAAN_WITNESS_MAIL="auditor@oversight.example", SAMAAN_MAIL_URL="smtp://127.0.0.1:1?tls=0"):
        sealed.write()
        wait_for(lambda: "mail server" in sealed.trouble("mail"), what="the notice")
        sealed.wait_sealed()


def test_without_its_key_it_does_not_start(sealed):
    (sealed.database.server.data_dir / "seal.key").unlink()
    refused = samaan("seal", environment=sealed.environment)
    assert refused.returncode == 2
    assert "seal.key is missing" in refused.stderr


def test_with_another_key_it_does_not_start_until_that_is_said(sealed):
    with sealed.sealer():
        sealed.write()
        sealed.wait_sealed()
    key = sealed.database.server.data_dir / "seal.key"
    key.write_text("ab" * 32 + "\n")
    refused = samaan("seal", environment=sealed.environment)
    assert (refused.returncode, "is not the key that" in refused.stderr) == (1, True)
    assert sealed.run("new-key").returncode == 0
    with sealed.sealer():
        sealed.write()
        sealed.wait_sealed()
    assert sealed.run("verify").returncode == 0


def test_before_anything_is_sealed_it_is_not_called_whole(sealed):
    sealed.write()
    found = sealed.run("verify")
    assert found.returncode == 3
    assert "Nothing is sealed yet" in found.stdout


def test_without_a_database_it_is_not_called_changed(sealed):
    found = sealed.run("verify", SAMAAN_DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert found.returncode == 3
    assert found.stderr.startswith("Error: The database does not answer")
