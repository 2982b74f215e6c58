"""No emergency without its reason and its event, not even for whoever makes the database run their own statement."""

import pytest
from django.db import DatabaseError, connection

from samaan.cases.models import Case
from samaan.walls.workflow import emergency
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case

pytestmark = pytest.mark.django_db(transaction=True)


def sees(user, case) -> bool:
    with acting(user):
        return Case.objects.filter(pk=case.pk).exists()


def open_quietly(case, user) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.open_in_emergency('case', %s, 480)", [case.reference])
        assert cursor.fetchone() == (case.pk,)


def test_one_that_leaves_nothing_on_the_record_has_not_happened():
    case, other = make_case(), make_user("case_manager")
    with pytest.raises(DatabaseError, match="not on the record"), acting(other):
        open_quietly(case, other)
    assert not sees(other, case)


def test_nor_does_it_ride_on_one_that_is():
    case, second, other = make_case(), make_case(), make_user("case_manager")
    with pytest.raises(DatabaseError, match="not on the record"), acting(other):
        emergency.open_in_emergency("case", case.reference, by=other, reason="She is alone at the hospital tonight.")
        open_quietly(second, other)
    assert not sees(other, case) and not sees(other, second)


def test_one_with_its_reason_and_its_event_stands():
    case, other = make_case(), make_user("case_manager")
    with acting(other):
        emergency.open_in_emergency("case", case.reference, by=other, reason="She is alone at the hospital tonight.")
    assert sees(other, case)
