from collections.abc import Callable

import pytest
from django.test import Client

from tests.support.sessions import signed_in


@pytest.fixture
def browse(db) -> Callable[..., Client]:
    """`browse("first_responder", "ttps")`: a client in which such a colleague is signed in."""

    def enter(role: str = "first_responder", organisation: str = "ttps", language: str = "en") -> Client:
        from tests.factories.accounts import make_user  # this file is read before Django is set up

        return signed_in(make_user(role, organisation, language=language))

    return enter
