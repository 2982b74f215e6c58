"""One world for all of these tests, in a database of its own that nothing changes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.matrix import reading

if TYPE_CHECKING:
    from tests.matrix.asking import Asked  # this file is read before Django is set up


@pytest.fixture(scope="session")
def copy_of_the_world(django_db_setup: None, django_db_blocker) -> "Iterator[tuple[str, Asked]]":
    from tests.matrix import keeping  # after Django is set up
    from tests.matrix.asking import Asked, Asker
    from tests.support import template

    with django_db_blocker.unblock():
        name, ways = keeping.own_copy()
    sessions, tokens = ways.sessions, ways.tokens
    askers = {
        actor: Asker(ways.world, actor, session=sessions.get(actor, ""), token=tokens.get(actor, ""))
        for actor in reading.read().actors
    }
    yield name, Asked(ways.world, askers)
    if template.server_settings():
        template.drop(keeping.FOLDER, name)


@pytest.fixture(scope="module")
def asked(copy_of_the_world: "tuple[str, Asked]", django_db_blocker) -> "Iterator[Asked]":
    """The world, and everybody's way in."""
    from tests.matrix import keeping  # after Django is set up

    name, found = copy_of_the_world
    with django_db_blocker.unblock(), keeping.inside(name):
        yield found
