"""Tests run as the database role of the web pages, so row security holds in every one of them."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

for name in [name for name in os.environ if name.startswith("SAMAAN_") and not name.startswith("SAMAAN_TEST_")]:
    del os.environ[name]
os.environ["DJANGO_SETTINGS_MODULE"] = "samaan.settings"
if "SAMAAN_TEST_PACK" in os.environ:
    os.environ["SAMAAN_PACK"] = str(Path(__file__).parent / os.environ["SAMAAN_TEST_PACK"])

from tests.support import template  # noqa: E402  # after the environment is cleared

# The processes of one run (xdist) inherit the folder of the first.
RUN_FOLDER = Path(os.environ.get("SAMAAN_TEST_RUN_FOLDER") or template.new_run_folder())
FIRST_PROCESS = "SAMAAN_TEST_RUN_FOLDER" not in os.environ
os.environ["SAMAAN_TEST_RUN_FOLDER"] = os.environ["SAMAAN_DATA_DIR"] = str(RUN_FOLDER)

SERVER = pytest.StashKey[object]()


def pytest_configure(config: pytest.Config) -> None:
    """Quick passwords and plain static files; with several processes the first one holds the database server."""
    from django.conf import settings
    from django.contrib.auth.hashers import Argon2PasswordHasher
    from django.test import TransactionTestCase

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
    Argon2PasswordHasher.parallelism = 1
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    TransactionTestCase._fixture_teardown = lambda self: _reset()
    # A session that stays knows the tables and has its triggers compiled.
    TransactionTestCase._should_reload_connections = lambda self: _is_broken()
    if FIRST_PROCESS and config.getoption("numprocesses", None):
        import django

        django.setup()
        config.stash[SERVER] = template.start(RUN_FOLDER)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove the folder of this run."""
    server = config.stash.get(SERVER, None)
    if isinstance(server, template.EmbeddedPostgres):
        server.stop()
    if FIRST_PROCESS:
        shutil.rmtree(RUN_FOLDER, ignore_errors=True)


def _database_name() -> str:
    return f"samaan_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _admin_dsn() -> str:
    return template.admin_dsn(RUN_FOLDER, _database_name())


def _reset() -> None:
    from tests.support.reset import reset

    reset(_admin_dsn())


def _is_broken() -> bool:
    """Whether the test left a connection that no other can use."""
    from django.db import connection

    return connection.connection is not None and not connection.is_usable()


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig: pytest.Config, django_test_environment: None, django_db_blocker: "pytest.FixtureRequest"
) -> Iterator[None]:
    """A copy of the template database, used as samaan_app."""
    from django.db import connections

    with django_db_blocker.unblock():
        if FIRST_PROCESS and SERVER not in pytestconfig.stash:
            pytestconfig.stash[SERVER] = template.start(RUN_FOLDER)
        template.copy_template(RUN_FOLDER, _database_name())
        template.point_django_at(RUN_FOLDER, _database_name(), _admin_dsn())
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    if template.server_settings():
        template.drop(RUN_FOLDER, _database_name())


def _connect(role: str) -> psycopg.Connection:
    from samaan.config import read

    password = read().role_passwords()[role]
    return psycopg.connect(psycopg.conninfo.make_conninfo(_admin_dsn(), user=role, password=password), autocommit=True)


@pytest.fixture(autouse=True)
def fresh_seats() -> None:
    """Roles and organisations of the test before are not kept for this one."""
    from samaan.accounts import seats

    seats.forget()


@pytest.fixture
def owner_connection(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection as the owner of the tables; row security holds for it too."""
    with _connect("samaan_owner") as connection:
        yield connection


@pytest.fixture
def admin_connection(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection that sees everything: for checking, never for preparing what the program should prepare."""
    with psycopg.connect(_admin_dsn(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def job_role(transactional_db: None) -> Callable[[], AbstractContextManager[None]]:
    """`with job_role():` works as the worker's database role."""
    from samaan.server.connection import acting_as

    return lambda: acting_as("job")


@pytest.fixture(scope="session")
def server_environment(django_db_setup: None) -> dict[str, str]:
    """The same for processes that outlive a test: whoever uses them sees to the database in each test."""
    return template.environment(RUN_FOLDER, _admin_dsn())


@pytest.fixture
def process_environment(transactional_db: None, server_environment: dict[str, str]) -> dict[str, str]:
    """Environment for real `samaan` processes that work on this test's database."""
    return server_environment
