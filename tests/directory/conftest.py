from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def browse(db) -> Callable[..., Client]:
    """`browse("first_responder", "ttps")`: a browser in which such a colleague is signed in."""

    def signed_in(role: str = "first_responder", organisation: str = "ttps", language: str = "en") -> Client:
        from tests.factories.accounts import make_user  # this file is read before Django is set up

        client = Client()
        user = make_user(role, organisation, language=language)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        session = client.session
        session["has_factor"] = True
        session.save()
        return client

    return signed_in
