"""Two changes approved at the same moment: neither undoes the other."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from samaan import countrypack
from samaan.accounts.models import User
from samaan.configuration import workflow
from samaan.configuration.examining import examine
from samaan.configuration.models import Change
from tests.factories import configuration as factory
from tests.factories.configuration import make_change, propose
from tests.factories.staff import acting, director

pytestmark = pytest.mark.django_db(transaction=True)


def approve(change: Change, by: User, shown: str, said: list[str]) -> None:
    """As another process would."""
    try:
        with acting(by):
            workflow.approve_change(Change.objects.get(pk=change.pk), by=by, shown=shown)
        said.append("published")
    except ValidationError as refused:
        said.append(" ".join(refused.messages))
    finally:
        connection.close()


def test_the_second_is_not_published_upon_what_is_no_longer_at_work():
    chief, said = director(), []
    form = propose(make_change(("needs.xlsx", factory.form())))
    words = propose(make_change(("yes_no.csv", factory.LIST.encode())))
    with acting(chief):
        seen = examine(form).shown
    with acting(chief):
        workflow.approve_change(words, by=chief, shown=examine(words).shown)
        other = threading.Thread(target=approve, args=(form, chief, seen, said))
        other.start()
        # Long enough for it to come to where it waits; the transaction ends with this block.
        other.join(3)
    other.join(60)
    assert said and "changed meanwhile" in said[0]
    pack = countrypack.pack()
    assert ("yes_no" in pack.codelists, "needs" in pack.forms) == (True, False)
