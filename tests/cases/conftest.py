from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

if TYPE_CHECKING:
    from samaan.accounts.models import User  # this file is read before Django is set up


@pytest.fixture
def browse() -> Callable[..., Client]:
    """`browse(user)`: a browser in which this colleague is signed in; `htmx=True` asks as an open page does."""

    def signed_in(user: "User", *, htmx: bool = False) -> Client:
        client = Client(headers={"HX-Request": "true"} if htmx else {})
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        session = client.session
        session["has_factor"] = True
        session.save()
        return client

    return signed_in
