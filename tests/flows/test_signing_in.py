"""A colleague comes to work."""

import pytest

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_with_password_and_second_factor(visit):
    anna = make_user("director", full_name="Anna Invented")
    visitor = visit(phone=True)
    visitor.signs_in(anna)
    visitor.sees("Good to see you")
    visitor.is_served_well()
