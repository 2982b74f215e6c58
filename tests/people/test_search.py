"""Searching: allowed to those who work with persons, counted, and logged without a word of what was sought."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from samaan.access import context
from samaan.audit.models import Event
from samaan.people.finding import Sought
from samaan.people.models import SearchAllowance
from samaan.people.searching import TooManySearches, search_people, terms_of
from tests.factories.accounts import make_user
from tests.factories.cases import make_person

pytestmark = pytest.mark.django_db(transaction=True)

MARISOL = Sought(names=("Marisol Villasmil",), phones=("868 555 0123",), documents=("V-1",))


@pytest.fixture
def anna():
    return make_user("investigator")


def search(user, sought=MARISOL):
    with context.acting(context.of_user(user)):
        return search_people(sought, by=user)


def test_it_finds_and_leaves_one_event_with_hashes_and_who_was_shown(anna, admin_connection):
    person = make_person(anna, given_names="Marisol", family_names="Villasmil")
    assert [match.person.pk for match in search(anna).matches] == [person.pk]
    rows = admin_connection.execute("SELECT actor_id, data FROM audit_event WHERE kind = 'person.searched'").fetchall()
    assert rows == [
        (anna.pk, {"terms": terms_of(MARISOL), "found": [str(person.pk)], "age_band": "", "elsewhere": False})
    ]
    assert len(rows[0][1]["terms"]) == 4
    assert "marisol" not in str(rows).lower() and "5550123" not in str(rows)


def test_the_same_words_leave_the_same_hashes_in_any_writing():
    assert terms_of(Sought(names=("VILLASMIL, marisol",))) == terms_of(Sought(names=("Marisol", "de Villasmil")))


def test_who_does_not_work_with_persons_is_refused():
    with pytest.raises(PermissionDenied):
        search(make_user("first_responder", "ttps"))


def test_an_hour_allows_only_so_many(anna, settings):
    settings.PEOPLE_SEARCHES_PER_HOUR = 2
    search(anna)
    search(anna)
    with pytest.raises(TooManySearches):
        search(anna)
    search(make_user("investigator"))
    with context.acting(context.of_user(anna)):
        assert Event.objects.filter(kind="person.searched", actor_id=anna.pk).count() == 2


def test_after_an_hour_one_may_search_again(anna, settings):
    settings.PEOPLE_SEARCHES_PER_HOUR = 1
    search(anna)
    SearchAllowance.objects.update(began_at=timezone.now() - timedelta(hours=1))
    search(anna)
    with pytest.raises(TooManySearches):
        search(anna)
