from typing import Any

import pytest


@pytest.fixture(autouse=True)
def nobody_floods(db):
    from samaan.intake import throttle

    for each in (throttle.reports, throttle.wrong_codes):
        each.forget()


@pytest.fixture
def program(db):
    """`program("intake_officer")`: a program of somebody of this role."""
    from samaan.accounts.models import Organisation
    from tests.api.calling import Program
    from tests.factories.accounts import make_user

    def of(role: str, organisation: str = "ctu", **fields: Any) -> Program:
        return Program(make_user(role, Organisation.objects.get(code=organisation), **fields))

    return of


@pytest.fixture
def public(db):
    from tests.api.calling import Program

    return Program()


@pytest.fixture
def events_left(db):
    """How many events of a kind somebody left about a record, as they themselves may see."""
    from samaan.access import context
    from samaan.audit.models import Event

    def count(user, kind: str, record_id: str) -> int:
        with context.acting(context.of_user(user)):
            return Event.objects.filter(kind=kind, record_id=record_id, actor_id=user.pk).count()

    return count
