"""`samaan demo`: everything with one command, nothing left behind, whatever happens to it."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from samaan.server import processes
from samaan.server.postgres import free_port
from tests.support.running import SAMAAN, clean_environment, running, samaan, wait_for

REPORTS = 3
PATIENCE = 180


class Demo:
    """A demo in a folder of its own, which lives through several starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = clean_environment(SAMAAN_DATA_DIR=str(folder))

    def command(self, *more: str) -> list[str]:
        return [*SAMAAN, "demo", "--port", str(self.port), "--reports", str(REPORTS), *more]

    def output(self) -> str:
        return self.folder.with_suffix(".out").read_text()

    def started(self, *more: str):
        """Start it; the block runs while it does."""
        self.folder.with_suffix(".out").unlink(missing_ok=True)
        return running(self.command(*more), environment=self.environment, log=self.folder.with_suffix(".out"))

    def status(self) -> dict:
        return json.loads(samaan("status", "--json", environment=self.environment).stdout)

    def ready(self, child: subprocess.Popen) -> bool:
        assert child.poll() is None, self.output()
        return "Samaan runs at" in self.output()

    def processes(self) -> set[int]:
        """All processes that have anything to do with the folder."""
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and processes.alive(int(entry.name)) and self._ours(entry):
                found.add(int(entry.name))
        return found

    def _ours(self, entry: Path) -> bool:
        try:
            about = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            return str(self.folder).encode() in about
        except OSError:
            return False

    def children(self, name: str) -> list[int]:
        """The process numbers of the web server, the worker or the database."""
        return [pid for pid in self.processes() if f"{name}" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    made = Demo(tmp_path_factory.mktemp("demo") / "var")
    # The first start prepares everything; the tests begin with what it left.
    with made.started() as child:
        wait_for(lambda: made.ready(child), seconds=PATIENCE, what="the first start")
    yield made
    assert made.processes() == set()


@pytest.fixture
def up(demo: Demo) -> Iterator[subprocess.Popen]:
    with demo.started() as child:
        wait_for(lambda: demo.ready(child), seconds=PATIENCE, what="the start")
        yield child


def test_status_tells_programs_all_they_need(demo, up):
    status = demo.status()
    assert status["healthy"] is True
    assert status["address"] == f"http://127.0.0.1:{demo.port}"
    assert status["data_dir"] == str(demo.folder)
    assert status["database"].startswith("postgresql://127.0.0.1:")
    assert status["version"]


def test_what_was_told_is_sealed(demo, up):
    def whole() -> bool:
        return "The log is whole" in samaan("events", "verify", environment=demo.environment).stdout

    wait_for(whole, seconds=30, what="sealing")
    assert (demo.folder / "witness" / "checkpoints.jsonl").exists()


def test_the_accounts_are_printed_and_in_a_file(demo, up):
    accounts = json.loads((demo.folder / "demo-accounts.json").read_text())
    assert accounts
    for account in accounts:
        assert account["email"] in demo.output()
        assert {"role", "email", "password"} <= set(account)


def test_ctrl_c_ends_all_of_it_cleanly(demo, up):
    up.send_signal(signal.SIGINT)
    assert up.wait(15) == 0
    assert demo.processes() == set()
    assert "Traceback" not in demo.output()
    assert demo.status()["healthy"] is False


def test_a_closed_terminal_ends_all_of_it(demo, up):
    up.send_signal(signal.SIGHUP)
    up.wait(15)
    assert demo.processes() == set()


def test_killed_it_leaves_no_orphan_and_the_next_start_recovers(demo, up):
    up.kill()
    up.wait()
    wait_for(lambda: demo.processes() == set(), seconds=20, what="the end of all children")
    with demo.started() as again:
        wait_for(lambda: demo.ready(again), seconds=PATIENCE, what="the next start")
        assert demo.status()["healthy"] is True


@pytest.mark.parametrize("name", ["serve", "work"])
def test_a_part_that_dies_is_started_again(demo, up, name):
    (victim,) = demo.children(name)
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: "ended unexpectedly" in demo.output(), what="the notice")
    wait_for(lambda: demo.children(name) not in ([], [victim]), what="the new process")
    wait_for(lambda: demo.status()["healthy"], seconds=60, what="recovery")


def test_a_database_that_dies_is_started_again(demo, up):
    pid = int((demo.folder / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: "database server ended unexpectedly" in demo.output(), what="the notice")
    wait_for(lambda: demo.status()["healthy"], seconds=60, what="recovery")


def test_started_again_it_prepares_nothing_anew(demo, up):
    assert "Making the tables" not in demo.output()


def test_a_second_demo_on_the_folder_says_where_the_first_is(demo, up):
    second = samaan("demo", environment=demo.environment)
    assert second.returncode == 1
    assert f"already runs on this data folder at http://127.0.0.1:{demo.port}" in second.stderr


def test_a_port_in_use_is_said(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = samaan("demo", "--port", str(port), environment=demo.environment)
    assert refused.returncode == 1
    assert f"Port {port} is in use by another program" in refused.stderr


def test_a_real_installation_is_not_made_a_demo(tmp_path):
    (tmp_path / "database-roles.json").write_text("{}")
    refused = samaan("demo", "--data-dir", str(tmp_path), environment=clean_environment())
    assert refused.returncode == 1
    assert "not a demo" in refused.stderr
    refused = samaan("demo", "--reset", "--data-dir", str(tmp_path), environment=clean_environment())
    assert (refused.returncode, (tmp_path / "database-roles.json").exists()) == (1, True)


def test_reset_removes_the_demos_data_and_nothing_else(demo):
    (demo.folder / "a-letter.txt").write_text("mine")
    before = (demo.folder / "master.key").read_text()
    with demo.started("--reset") as child:
        wait_for(lambda: demo.ready(child), seconds=PATIENCE, what="the new beginning")
        assert (demo.folder / "master.key").read_text() != before
        assert (demo.folder / "a-letter.txt").read_text() == "mine"
        assert demo.status()["healthy"] is True


def test_interrupted_while_preparing_it_begins_anew(tmp_path):
    demo = Demo(tmp_path / "var")
    with demo.started() as child:
        wait_for(lambda: "Inventing people" in demo.output(), seconds=PATIENCE, what="loading the caseload")
        child.kill()
        child.wait()
    wait_for(lambda: demo.processes() == set(), seconds=20, what="the end of all children")
    with demo.started() as again:
        wait_for(lambda: demo.ready(again), seconds=PATIENCE, what="the next start")
        assert demo.status()["healthy"] is True


def test_nothing_is_written_outside_the_data_folder(demo, up):
    assert not (Path.home() / "var").exists()
    written = {path.name for path in demo.folder.parent.iterdir()}
    assert written == {"var", "var.out"}


def test_the_logs_hold_no_names(demo):
    accounts = json.loads((demo.folder / "demo-accounts.json").read_text())
    text = "".join(path.read_text(errors="replace") for path in demo.folder.glob("*.log*"))
    assert not [account["email"] for account in accounts if account["email"] in text]
