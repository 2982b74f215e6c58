"""A database server of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyrage
import pytest

from samaan.server.postgres import EmbeddedPostgres
from tests.support import template


class OwnDatabase:
    """A server with the finished tables, which the test may stop, restart and kill."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.server = server

    def ask(self, question: str) -> object:
        """One value, as the administrator."""
        with psycopg.connect(self.server.dsn(template.TEMPLATE), autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
        return row and row[0]

    def environment(self, **more: str) -> dict[str, str]:
        """For processes that work in it."""
        return {**template.environment(self.server.data_dir, self.server.dsn(template.TEMPLATE)), **more}

    def marks(self, label: str) -> int:
        """How many rows the test's own jobs and pages left under a label."""
        count = self.ask(f"SELECT count(*) FROM django_content_type WHERE app_label = '{label}'")
        assert isinstance(count, int)
        return count


@pytest.fixture
def own_database(tmp_path: Path, django_db_blocker, django_test_environment) -> Iterator[OwnDatabase]:
    if template.server_settings():
        pytest.skip("the server given for this run is not ours to stop")
    folder = tmp_path / "data"
    folder.mkdir()
    with django_db_blocker.unblock():
        server = template.start(folder)
    assert isinstance(server, EmbeddedPostgres)
    yield OwnDatabase(server)
    server.stop()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """The secret key of whoever may open the backups; its public half stands in its first line."""
    secret = pyrage.x25519.Identity.generate()
    path = tmp_path / "identity.txt"
    path.write_text(f"# public key: {secret.to_public()}\n{secret}\n")
    return path
