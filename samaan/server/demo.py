"""The demo: everything on this machine, in one data folder, with invented people."""

import fcntl
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from samaan import config as configuration
from samaan.config import Config
from samaan.server import prepared, processes, state, translations
from samaan.server.postgres import EmbeddedPostgres, Say, database_running, is_free
from samaan.server.roles import OWNER, admin_dsn, ensure_roles, role_dsn
from samaan.server.supervisor import Service, Supervisor, wait_until

USUAL_PORT = 8000
START_PATIENCE_SECONDS = 90
MARK = "demo"
# All that a demo ever writes into its data folder; --reset removes nothing else.
OURS = (
    *("postgres", "postgres.new", "postgres.pw", "postgres.port", "postgres.log", "postgres.log.old"),
    *("postgres-admin.key", "database-roles.json", "secret.key", "context.key", "master.key", "seal.key", "seal.pub"),
    *("files", "mail", "static", "witness", "demo-accounts.json", "samaan.json", "master.key.locked", "erased.jsonl"),
    *("web.log", "web.log.old", "worker.log", "worker.log.old", "sealer.log", "sealer.log.old", MARK),
)
# The lock files stay: removing one while it is held would let a second process in.


class DemoError(Exception):
    """The demo cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Wish:
    """What the command line asked for."""

    host: str
    port: int | None
    reports: int
    reset: bool


def run(config: Config, wish: Wish, *, say: Say, on_ready: Callable[[str], None]) -> None:
    """Start everything and keep it running until Stopped is raised.

    1. one demo a folder, 2. reset if asked, 3. database and roles, 4. tables, pack and caseload when they are not
    there yet, 5. web, worker and sealer, 6. watch over them.
    """
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_one(config):
        refuse_real_installation(config.data_dir)
        if wish.reset:
            reset(config, say)
        (config.data_dir / MARK).touch(mode=0o600)
        (config.data_dir / "static").mkdir(exist_ok=True)
        translations.compile_all()
        port = choose_port(wish, say)
        environ = environment(config, wish.host, port)
        with database_running(config, say=say) as database:
            prepare(config, database, wish, environ)
            serve(config, database, wish.host, port, environ, say, on_ready)


@contextmanager
def only_one(config: Config) -> Iterator[None]:
    """Hold the data folder for this demo."""
    descriptor = os.open(config.data_dir / "samaan.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        noted = state.running(config.data_dir)
        where = f" at {noted['address']}" if noted else ""
        raise DemoError(
            f"Samaan already runs on this data folder{where}. Stop it first (Ctrl-C where it runs),"
            " or give another folder with --data-dir."
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)


def refuse_real_installation(data_dir: Path) -> None:
    """Invented people never mix with real ones."""
    if (data_dir / "database-roles.json").exists() and not (data_dir / MARK).exists():
        raise DemoError(f"{data_dir} belongs to an installation that is not a demo. Give another folder: --data-dir.")


def reset(config: Config, say: Say) -> None:
    """Remove the demo's files, and nothing else in the folder."""
    if not config.embedded:
        raise DemoError("--reset works with the embedded database only; drop the database on your server yourself.")
    # A server left behind by a crash is ended first, in the way it is at every start.
    if (config.data_dir / "postgres" / "PG_VERSION").exists():
        server = EmbeddedPostgres(config.data_dir, say=say)
        server.start()
        server.stop()
    for name in OURS:
        path = config.data_dir / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    say("The demo begins anew.")


def choose_port(wish: Wish, say: Say) -> int:
    """The port asked for, or the usual one, or the next that is free."""
    if wish.port is not None:
        if not port_is_free(wish.host, wish.port):
            raise DemoError(f"Port {wish.port} is in use by another program. Give another one: --port.")
        return wish.port
    for port in range(USUAL_PORT, USUAL_PORT + 100):
        if port_is_free(wish.host, port):
            if port != USUAL_PORT:
                say(f"Port {USUAL_PORT} is in use by another program; this demo takes {port}.")
            return port
    raise DemoError("No free port was found. Give one: --port.")


def port_is_free(host: str, port: int) -> bool:
    """Whether the web server could listen there; a server of ours that is just ending is waited for."""
    if host == "127.0.0.1":
        return is_free(port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def environment(config: Config, host: str, port: int) -> dict[str, str]:
    """The environment of the demo's processes."""
    local = host in ("127.0.0.1", "localhost")
    return {
        **os.environ,
        "SAMAAN_DEMO": "1",
        "SAMAAN_DATA_DIR": str(config.data_dir),
        "SAMAAN_BASE_URL": f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}",  # noqa: S104
        # Reached from other machines it has names we cannot know; there is nothing but invented people in it.
        **({} if local or "SAMAAN_HOSTS" in os.environ else {"SAMAAN_HOSTS": "*"}),
    }


def prepare(config: Config, database: EmbeddedPostgres | None, wish: Wish, environ: dict[str, str]) -> None:
    """Roles, tables, country pack and caseload: what of it is not there yet."""
    name = config.database_address()[2]
    dsn = database.dsn(name) if database else admin_dsn(config)
    config.create_keys()
    if interrupted(dsn):
        with psycopg.connect(dsn, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}"')
    ensure_roles(dsn, config.data_dir)
    with psycopg.connect(role_dsn(config, OWNER)) as connection:
        done = prepared.read(connection)
    if done.fingerprint == prepared.fingerprint(config.pack_dir()) and done.reports:
        return
    child = processes.start(
        [sys.executable, "-m", "samaan", "prepare-demo", "--reports", str(wish.reports)], env=environ
    )
    try:
        code = child.wait()
    except BaseException:
        processes.stop(child, with_signal=signal.SIGTERM, patience=5)
        raise
    if code:
        raise DemoError("The demo could not be prepared; the lines above say why.")


def interrupted(dsn: str) -> bool:
    """Whether loading the caseload was begun and never finished: half of it would be in the way of a new start."""
    try:
        with psycopg.connect(dsn) as connection:
            found = prepared.read(connection)
    except psycopg.OperationalError:
        return False
    return found.begun and not found.reports


def serve(
    config: Config,
    database: EmbeddedPostgres | None,
    host: str,
    port: int,
    environ: dict[str, str],
    say: Say,
    on_ready: Callable[[str], None],
) -> None:
    """Web, worker and sealer, watched over until Stopped is raised."""
    program = [sys.executable, "-m", "samaan"]
    web = Service(
        "web server",
        [*program, "serve", "--host", host, "--port", str(port), "--quiet"],
        environment=environ,
        log=config.data_dir / "web.log",
    )
    worker = Service("worker", [*program, "work"], environment=environ, log=config.data_dir / "worker.log")
    sealer = Service("sealer", [*program, "seal"], environment=environ, log=config.data_dir / "sealer.log")
    supervisor = Supervisor([web, worker, sealer], database=database, say=say)
    address = environ["SAMAAN_BASE_URL"]
    try:
        supervisor.start()
        if not wait_until(lambda: state.web_answers(address), failed=web.ended, patience=START_PATIENCE_SECONDS):
            raise DemoError(f"The web server does not start; its log is {web.log}:\n{last_lines(web.log)}")
        if not wait_until(lambda: state.worker_lives(config), failed=worker.ended, patience=START_PATIENCE_SECONDS):
            raise DemoError(f"The worker does not start; its log is {worker.log}:\n{last_lines(worker.log)}")
        if not wait_until(lambda: state.sealer_lives(config), failed=sealer.ended, patience=START_PATIENCE_SECONDS):
            raise DemoError(f"The sealer does not start; its log is {sealer.log}:\n{last_lines(sealer.log)}")
        state.write(config.data_dir, address=address)
        on_ready(address)
        supervisor.watch()
    finally:
        say("Stopping …")
        state.forget(config.data_dir)
        supervisor.stop()


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def accounts(data_dir: Path) -> list[dict[str, Any]]:
    """The demo's accounts, as the caseload wrote them."""
    path = data_dir / "demo-accounts.json"
    return json.loads(path.read_text()) if path.exists() else []


def read_config() -> Config:
    """The configuration as a demo."""
    return configuration.read({**os.environ, "SAMAAN_DEMO": "1"})
