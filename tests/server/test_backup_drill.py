"""The drill: a server is lost while people write on it, and another one is made of its last backup."""

import re
from contextlib import ExitStack
from pathlib import Path

import psycopg

from samaan.server.postgres import EmbeddedPostgres
from tests.support.backups import CASELOAD, back_up, bring_keys, caseload, well
from tests.support.running import running, samaan, wait_for


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
    server = EmbeddedPostgres(folder)
    server.start()
    try:
        found = caseload("read", environment=environment)
        assert (
            ask(server, "SELECT count(*) FROM signin_session")
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
    with psycopg.connect(server.dsn("samaan")) as connection:
        return connection.execute(question).fetchone()[0]
