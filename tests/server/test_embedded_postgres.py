"""The embedded PostgreSQL: closed to others, started once, recovered after a crash."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from samaan import config
from samaan.server import processes
from samaan.server.postgres import AlreadyRunning, EmbeddedPostgres, database_running
from tests.support.running import ROOT, wait_for


@pytest.fixture
def server(tmp_path: Path):
    made = EmbeddedPostgres(tmp_path / "data")
    made.start()
    yield made
    made.stop()


def ask(server: EmbeddedPostgres, question: str):
    with psycopg.connect(server.dsn()) as connection:
        return connection.execute(question).fetchone()[0]


def postmaster(server: EmbeddedPostgres) -> int:
    return int((server.files / "postmaster.pid").read_text().split()[0])


def test_it_listens_on_this_machine_only_and_on_no_socket_file(server):
    assert ask(server, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(server, "SHOW unix_socket_directories") == ""


def test_nobody_enters_without_the_password(server):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(make_conninfo(server.dsn(), password="wrong"))
    rules = (server.files / "pg_hba.conf").read_text()
    assert "trust" not in [word for line in rules.splitlines() if not line.startswith("#") for word in line.split()]


def test_its_files_are_for_their_owner_only(server):
    assert stat.S_IMODE(server.files.stat().st_mode) == 0o700
    for name in ("postgres-admin.key", "postgres.log", "postgres.port"):
        assert stat.S_IMODE((server.data_dir / name).stat().st_mode) == 0o600
    assert not stat.S_IMODE(server.data_dir.stat().st_mode) & 0o007
    assert not (server.data_dir / "postgres.pw").exists()


def test_it_never_runs_as_root(server):
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid != 0


def test_pages_have_checksums_and_text_is_unicode(server):
    assert ask(server, "SHOW data_checksums") == "on"
    assert ask(server, "SELECT upper('ñandú')") == "ÑANDÚ"


def test_its_log_repeats_no_values(server):
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('Marisol-Canary')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('Marisol-Canary')")
    assert "Marisol-Canary" not in server.log_file.read_text()


def test_started_again_it_has_its_data_and_its_port(server):
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    port = server.port
    server.stop()
    server.start()
    assert (ask(server, "SELECT n FROM kept"), server.port) == (1, port)


def test_a_second_start_on_the_same_files_is_told_apart(server):
    with pytest.raises(AlreadyRunning):
        EmbeddedPostgres(server.data_dir).start()
    with database_running(config.read({"SAMAAN_DATA_DIR": str(server.data_dir)})) as second:
        assert second is None
    assert ask(server, "SELECT 1") == 1


def test_it_ends_when_the_program_that_started_it_is_killed(tmp_path):
    program = (
        "import os, signal, sys; from pathlib import Path; from samaan.server.postgres import EmbeddedPostgres;"
        "server = EmbeddedPostgres(Path(sys.argv[1])); server.start(); print(server.child.pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    folder = tmp_path / "data"
    result = subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert processes.wait_gone(int(result.stdout), patience=15)
    again = EmbeddedPostgres(folder)
    again.start()
    assert ask(again, "SELECT 1") == 1
    again.stop()


def test_a_server_left_behind_is_ended_and_replaced(server):
    orphan = postmaster(server)
    # What is left when the kernel could not tell it: the server runs, its starter and the lock are gone.
    os.close(server._lock)
    server._lock = None
    heir = EmbeddedPostgres(server.data_dir)
    heir.start()
    try:
        assert server.child.wait(10) is not None
        assert postmaster(heir) != orphan
        assert ask(heir, "SELECT 1") == 1
    finally:
        heir.stop()


def test_a_process_number_that_now_belongs_to_another_program_does_not_stop_it(server):
    server.stop()
    pid_file = server.files / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.files}\n0\n1\n\n127.0.0.1\n0 0\nready\n")
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_a_crash_loses_nothing_that_was_committed(server):
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(postmaster(server), signal.SIGKILL)
    wait_for(lambda: not server.running(), what="the server's end")
    server.restart()
    assert ask(server, "SELECT n FROM kept") == 1


def test_making_the_files_half_way_is_begun_anew(tmp_path):
    half = tmp_path / "data" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(tmp_path / "data")
    server.start()
    assert ask(server, "SELECT 1") == 1
    server.stop()


def test_a_remembered_port_that_is_taken_is_exchanged(server):
    import socket

    server.stop()
    with socket.socket() as other:
        # Lines that have just been closed still hold the port for a while.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", server.port))
        other.listen()
        taken = server.port
        server.start()
        assert server.port != taken
        assert ask(server, "SELECT 1") == 1
