"""The drill: a server is lost while people write on it, and another one is made of its last backup."""

import json
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pyrage
import pytest

from tests.support.running import ROOT, clean_environment, running, samaan, wait_for

CASELOAD = [sys.executable, "-m", "tests.support.caseload"]


def caseload(*words: str, environment: dict[str, str]) -> dict:
    done = subprocess.run([*CASELOAD, *words], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def well(*words: str, environment: dict[str, str]) -> str:
    done = samaan(*words, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """The secret key of whoever may open the backups; its public half stands in its first line."""
    secret = pyrage.x25519.Identity.generate()
    path = tmp_path / "identity.txt"
    path.write_text(f"# public key: {secret.to_public()}\n{secret}\n")
    return path


def public_of(identity: Path) -> str:
    return identity.read_text().split()[3]


def archive_of(printed: str) -> Path:
    return Path(re.search(r"^(/\S+\.age)  ", printed, re.M)[1])


def back_up(folder: Path, identity: Path, environment: dict[str, str], *more: str) -> Path:
    folder.mkdir(exist_ok=True)
    printed = well("backup", "--to", str(folder), "--recipient", public_of(identity), *more, environment=environment)
    return archive_of(printed)


def bring_keys(old: Path, new: Path) -> dict[str, str]:
    """What the key holder brings to a new machine, by hand."""
    new.mkdir(mode=0o700)
    (new / "witness").mkdir()
    for name in ("master.key", "seal.key", "seal.pub", "witness/checkpoints.jsonl"):
        (new / name).write_bytes((old / name).read_bytes())
        (new / name).chmod(0o600)
    return clean_environment(SAMAAN_DATA_DIR=str(new), SAMAAN_DEMO="1")


def test_a_lost_server_lives_again_from_a_backup_made_while_people_wrote(own_database, identity, tmp_path):
    old = own_database.environment()
    filled = caseload("fill", environment=old)
    gate, counted = tmp_path / "gate", own_database.ask("SELECT count(*) FROM people_person")
    gate.touch()
    with ExitStack() as writers:
        for number in range(2):
            log = tmp_path / f"writer{number}.log"
            writers.enter_context(running([*CASELOAD, "write", str(gate)], environment=old, log=log))
        wait_for(lambda: own_database.ask("SELECT count(*) FROM people_person") > counted + 2, what="the writing")
        archive = back_up(tmp_path / "backups", identity, old)
        at_the_end = own_database.ask("SELECT count(*) FROM people_person")
        gate.unlink()

    new = bring_keys(own_database.server.data_dir, tmp_path / "new")
    said = well("restore", "--from", str(archive), "--identity", str(identity), environment=new)
    assert "The sealed log is whole" in said
    found = caseload_of_restored(tmp_path / "new", new)

    assert counted < len(found["names"]) <= at_the_end
    assert found["files"] == len(found["names"])
    assert {"Dayanara 0", "Dayanara 1", "Dayanara 2"} <= set(found["names"])
    assert found["receipt"] == filled["receipt"]
    assert found["findings"] == []


def caseload_of_restored(folder: Path, environment: dict[str, str]) -> dict:
    """Read as a process of the restored installation; its database runs meanwhile."""
    from samaan.server.postgres import EmbeddedPostgres

    server = EmbeddedPostgres(folder)
    server.start()
    try:
        found = caseload("read", environment=environment)
        assert (
            ask(server, "SELECT count(*) FROM django_session")
            == ask(server, "SELECT count(*) FROM accounts_apitoken")
            == 0
        )
        bare = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
        assert ask(server, bare) == ask(server, "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'") == 0
        assert ask(server, "SELECT count(*) FROM audit_event WHERE kind = 'backup.restored'") == 1
        doctor = samaan("doctor", environment=environment).stdout
        assert not re.search(r"WRONG  (Database roles|Row security|Tables|Key file|The master)", doctor), doctor
    finally:
        server.stop()
    return found


def ask(server, question: str):
    import psycopg

    with psycopg.connect(server.dsn("samaan")) as connection:
        return connection.execute(question).fetchone()[0]
