"""Passwords: long ones of one's own pass, what attackers try does not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError

from samaan.accounts.passwords import BREACHED, breached
from tests.factories.accounts import make_organisation, make_user
from tests.support.sessions import signed_in

GOOD = [
    "mango-breeze-over-caroni",
    "cuatro perros en la lluvia",
    "ñandú sobre el río Caroní",
    "tqzv mplk wbrn",
    "correct horse battery staple rain",
]
BAD = {
    "password_too_short": ["mango", "caroni-rain"],
    "password_too_long": ["rain " * 30],
    "password_breached": [
        "peanutbutter", "PeanutButter", "password1234", "P@ssw0rd2026!", "monkeymonkey", "qwertyuiop12345",
        "123456789012", "zyxwvutsrqponm", "aaaaaaaaaaaaaaaa", "iloveyou-2024-!!",
    ],
}  # fmt: skip


@pytest.mark.parametrize("password", GOOD)
def test_long_and_ones_own(password):
    validate_password(password)


@pytest.mark.parametrize(("code", "password"), [(code, word) for code, words in BAD.items() for word in words])
def test_what_is_short_or_known(code, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["marisol-2026-x", "shelter-hope-1", "samaan-samaan-1"])
def test_names_that_others_know(password):
    anna = make_user(full_name="Marisol Invented", organisation=make_organisation("hope", name="Hope Shelter"))
    with pytest.raises(ValidationError, match="Leave out names"):
        validate_password(password, anna)


@pytest.mark.django_db
def test_a_name_in_a_long_password_does_no_harm():
    anna = make_user(full_name="Marisol Invented")
    validate_password("marisol crosses caroni in the rain", anna)


def test_the_list_is_small_and_large_enough():
    assert BREACHED.stat().st_size <= 2 * 1024 * 1024
    assert len(breached()) > 80_000


@pytest.mark.django_db(transaction=True)
def test_the_page_says_what_to_do():
    cache.clear()
    anna = make_user()
    anna.set_password("mango-breeze-over-caroni")
    anna.save()
    form = {"oldpassword": "mango-breeze-over-caroni", "password1": "password1234", "password2": "password1234"}
    page = signed_in(anna).post("/accounts/password/change/", form).content.decode()
    assert "so it is tried first. Choose another one." in page
    anna.refresh_from_db()
    assert anna.check_password("mango-breeze-over-caroni")
