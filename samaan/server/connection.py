"""Changing which database, and as which role, this process works."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections


def use_database(**changes: Any) -> None:
    """Point the one connection somewhere else (NAME, HOST, PORT, USER, PASSWORD) from the next query on."""
    connection = connections["default"]
    if connection.in_atomic_block:
        raise RuntimeError("The role of a connection cannot change inside a transaction.")
    connection.close()
    settings.DATABASES["default"].update(changes)
    connection.settings_dict.update(changes)


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Work as another database role (`owner`, `app`, `job`) inside this block."""
    now = {key: connections["default"].settings_dict[key] for key in ("USER", "PASSWORD")}
    user = f"samaan_{role}"
    use_database(USER=user, PASSWORD=settings.CONFIG.role_passwords()[user])
    try:
        yield
    finally:
        use_database(**now)
