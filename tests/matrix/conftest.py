"""One world for all tests of a file, committed once and removed after the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings

from tests.matrix import reading
from tests.support.committed import committed


@dataclass
class Asked:
    """The world, and everybody's way in."""

    world: "object"
    askers: dict


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker) -> Iterator[Asked]:
    from samaan.accounts.models import ApiToken  # after Django is set up
    from tests.matrix.asking import Asker
    from tests.matrix.world import fill
    from tests.support.sessions import prove, signed_in

    with committed(django_db_blocker):
        matrix = reading.read()
        world = fill(matrix)
        askers = {}
        for name in matrix.actors:
            user = world.people.get(name)
            if user is None:
                askers[name] = Asker(world, name)
                continue
            session = prove(signed_in(user)).cookies[settings.SESSION_COOKIE_NAME].value
            token = ApiToken.issue(user, lasting=timedelta(days=1))
            askers[name] = Asker(world, name, session=session, token=token)
        yield Asked(world, askers)
