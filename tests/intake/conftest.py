from collections.abc import Callable

import pytest
from django.test import Client

from tests.support import sessions


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(user)`: a client in which this colleague is signed in."""
    return sessions.signed_in
