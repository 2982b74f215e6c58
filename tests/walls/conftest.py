from collections.abc import Callable

import psycopg
import pytest
from django.db import connection

from samaan.config import read
from tests.support.template import admin_dsn


@pytest.fixture
def administrator(db) -> Callable[[str], None]:
    """`administrator("UPDATE …")`: a statement as the database's administrator, with no trigger in its way."""

    def run(statement: str) -> None:
        dsn = admin_dsn(read().data_dir, connection.settings_dict["NAME"])
        with psycopg.connect(dsn) as administering:
            administering.execute("SET session_replication_role = replica")
            administering.execute(statement)

    return run
