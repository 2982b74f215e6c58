"""Rows that many tests share: committed before the first, removed after the last."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support import template
from tests.support.reset import reset


@contextmanager
def committed(django_db_blocker: Any) -> Iterator[None]:
    """What is made before the `yield` of a fixture stays until its end; each test takes back its own.

    The body of a fixture runs outside of any test, so the database is open to it only here.
    """
    from django.db import connection

    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connection.close()
            reset(template.admin_dsn(Path(os.environ["SAMAAN_TEST_RUN_FOLDER"]), connection.settings_dict["NAME"]))
