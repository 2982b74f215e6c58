from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def destroy() -> Callable[..., Any]:
    """`destroy(proposal)`: what the worker does once a second person has approved."""
    from samaan.retention import destroying  # this file is read before Django is set up
    from samaan.server.connection import acting_as

    def run(proposal: Any) -> Any:
        with acting_as("job"):
            return destroying.destroy(proposal.pk)

    return run
