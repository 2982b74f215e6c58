"""A colleague comes to work."""

import pytest

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("language", "greeting"), [("en", "Good to see you"), ("es", "Qué bueno verle")])
def test_with_password_and_second_factor(visit, language, greeting):
    anna = make_user("director", full_name="Anna Invented", language=language)
    visitor = visit(language, phone=True)
    visitor.signs_in(anna)
    visitor.sees(greeting)
    visitor.is_served_well()
