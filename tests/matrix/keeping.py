"""One world for a whole test run: made once into a database of its own, which every test process copies.

No test changes it: whatever is asked is taken back. So the tests of a process share it, and what they have asked.
"""

import fcntl
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from samaan.accounts.models import ApiToken
from tests.matrix import filling, reading
from tests.matrix.world import World
from tests.support import template
from tests.support.sessions import prove, signed_in

FOLDER = Path(os.environ["SAMAAN_TEST_RUN_FOLDER"])
MADE, ITS_WAYS_IN = "samaan_test_world", FOLDER / "world.pickle"


@dataclass(frozen=True)
class WaysIn:
    """The world, and the session and the token of everybody in it."""

    world: World
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def own_copy() -> tuple[str, WaysIn]:
    """The name of this process's copy, and the ways into it."""
    name = f"{MADE}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with open(FOLDER / "world.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ITS_WAYS_IN.exists():
            ITS_WAYS_IN.write_bytes(pickle.dumps(make()))
        template.copy_template(FOLDER, name, of=MADE)
    return name, pickle.loads(ITS_WAYS_IN.read_bytes())


def make() -> WaysIn:
    """Everybody and everything the matrix names, and a session and a token for each."""
    template.copy_template(FOLDER, MADE)
    with inside(MADE):
        made = WaysIn(filling.fill(reading.read()))
        for name, user in made.world.people.items():
            made.sessions[name] = prove(signed_in(user)).cookies[settings.SESSION_COOKIE_NAME].value
            made.tokens[name] = ApiToken.issue(user, lasting=timedelta(days=1), may_reveal=True)
    return made


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Django works in this database meanwhile."""
    before = connection.settings_dict["NAME"]
    template.point_django_at(FOLDER, name, template.admin_dsn(FOLDER, name))
    try:
        yield
    finally:
        template.point_django_at(FOLDER, before, template.admin_dsn(FOLDER, before))
