"""Whoever asks is loaded on each request; the seat they have is kept for a moment."""

import pytest

from samaan.accounts import seats
from samaan.accounts.backends import EmailBackend
from samaan.accounts.models import User
from tests.factories.accounts import make_organisation, make_role, make_user

pytestmark = pytest.mark.django_db


def loaded(user: User) -> User:
    found = EmailBackend().get_user(user.pk)
    assert found is not None
    return found


def test_a_person_has_their_seat(django_assert_num_queries):
    user = make_user("director")
    seats.current()
    with django_assert_num_queries(1):
        found = loaded(user)
        assert (found.role, found.organisation, found.unit) == (user.role, user.organisation, None)


def test_another_role_counts_at_once():
    user = make_user("director")
    assert loaded(user).can("case.assign")
    User.objects.filter(pk=user.pk).update(role=make_role("first_responder"))
    assert not loaded(user).can("case.assign")


def test_a_seat_made_since_is_found():
    seats.current()
    user = make_user("director", make_organisation("newcomer"))
    assert loaded(user).organisation.code == "newcomer"


def test_who_has_left_is_nobody():
    user = make_user("director")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert EmailBackend().get_user(user.pk) is None


def test_what_a_role_may_do_is_looked_up_again():
    user = make_user("director")
    loaded(user)
    role = make_role("director")
    role.permissions = []
    role.save(update_fields=["permissions"])
    seats.forget()
    assert not loaded(user).can("case.assign")
