from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from samaan.countrypack.content import Pack  # this file is read before Django is set up


@pytest.fixture
def needs(db) -> "Iterator[Pack]":
    """A needs assessment in two languages, with a part on health and a repeat, is at work."""
    from tests.factories.forms import forms_at_work

    with forms_at_work() as pack:
        yield pack


@pytest.fixture(autouse=True)
def nobody_was_wrong() -> None:
    """Wrong passwords of the test before do not count in this one."""
    from samaan.devices import signing_in

    signing_in.wrong_secrets.forget()
    signing_in.wrong_anywhere.forget()
