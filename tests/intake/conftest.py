"""Signed in, with the second factor, as a colleague."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

if TYPE_CHECKING:
    from samaan.accounts.models import User  # this file is read before Django is set up


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(user)`: a browser in which this colleague is signed in."""

    def sign_in(user: "User") -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        session = client.session
        session["has_factor"] = True
        session.save()
        return client

    return sign_in
