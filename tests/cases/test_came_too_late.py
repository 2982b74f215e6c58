"""Whoever comes too late to a case reads what was done, unless it belongs to a part that not everybody holds."""

import pytest
from django.utils import timezone

from samaan.audit.models import Event
from samaan.web.happened import line_of
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def event(kind: str, **data) -> Event:
    by = make_user(full_name="Anna Invented")
    return Event(kind=kind, record_kind="case", actor_id=by.pk, recorded_at=timezone.now(), data=data)


def test_the_case_was_closed():
    line = line_of(event("case.closed", reason="goals_reached"))
    assert (line.what, line.who) == ("Case closed", "Anna Invented")


def test_a_note_on_health_is_not_told():
    assert line_of(event("case.note_written", compartment="health")) is None
