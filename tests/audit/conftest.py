from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.sealed_log import Log  # this file is read before Django is set up


@pytest.fixture
def log(tmp_path: Path, admin_connection) -> "Log":
    from tests.factories.accounts import make_user
    from tests.support.sealed_log import Log

    return Log(tmp_path, admin_connection, make_user("director"))


@pytest.fixture
def as_sealer() -> Callable:
    from samaan.server.connection import acting_as

    return lambda: acting_as("sealer")
