"""What makes a password: long, and nothing that others try. No rules about signs and digits (NIST 800-63B)."""

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samaan.accounts.models import User

LEAST, MOST = 12, 128
# What is left when what everybody adds is taken away still has to be something.
LEAST_OF_ONES_OWN = 4
BREACHED = Path(__file__).parent / "data" / "breached-passwords.txt.gz"
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
# How people write letters with other signs; attackers know it as well.
USUAL_SIGNS = str.maketrans("@4301$5!7", "aaeoissit")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")


class LengthValidator:
    """At least 12 characters, and no more than anybody types."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < LEAST:
            words = _("This is too short: use %(least)d characters or more. Four words in a row make a good password.")
            raise ValidationError(words % {"least": LEAST}, code="password_too_short")
        if len(password) > MOST:
            words = _("This is too long: use %(most)d characters at most.")
            raise ValidationError(words % {"most": MOST}, code="password_too_long")

    def get_help_text(self) -> str:
        words = _("%(least)d characters or more: four words in a row are easy to remember and hard to guess.")
        return words % {"least": LEAST}


class BreachedValidator:
    """Not one from leaks of other sites, nor such a one with a year behind it, nor keys in a row."""

    def validate(self, password: str, user: User | None = None) -> None:
        if is_breached(password):
            words = _("Others have used this password or one like it, so it is tried first. Choose another one.")
            raise ValidationError(words, code="password_breached")

    def get_help_text(self) -> str:
        return _("Not one that stands on a list of stolen passwords.")


class OwnNamesValidator:
    """No name of the person, their organisation, their unit or this program: those are tried first."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.casefold()
        for name in names_around(user):
            if name in plain and len(plain.replace(name, "")) < LEAST:
                words = _("Leave out names: yours, your organisation’s, and “Samaan”. Without them it is too short.")
                raise ValidationError(words, code="password_has_names")

    def get_help_text(self) -> str:
        return _("Without your name and that of your organisation.")


class FirstPasswordValidator:
    """Not the one that somebody else chose for the account."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user and user.first_password_until and check_password(password, user.password):
            raise ValidationError(_("Choose one of your own: others have seen this one."), code="password_first")

    def get_help_text(self) -> str:
        return ""


def is_breached(password: str) -> bool:
    plain = password.casefold()
    for form in {plain, plain.translate(USUAL_SIGNS)}:
        core = AROUND.sub("", form)
        shortest = shortest_repeated(core)
        if {form, core, shortest} & breached() or rest_without_rows(form) < LEAST_OF_ONES_OWN:
            return True
    return len(set(plain)) < LEAST_OF_ONES_OWN


def shortest_repeated(text: str) -> str:
    """`monkeymonkey` says no more than `monkey`."""
    place = (text + text).find(text, 1)
    return text[:place] if 0 < place < len(text) else text


def rest_without_rows(text: str) -> int:
    """How much remains besides keys that lie side by side, forwards or backwards: `qwertyuiop12345` leaves nothing."""
    left, at = 0, 0
    while at < len(text):
        length = next((size for size in range(len(text) - at, 3, -1) if is_row(text[at : at + size])), 0)
        left, at = (left, at + length) if length else (left + 1, at + 1)
    return left


def is_row(text: str) -> bool:
    return any(text in row or text[::-1] in row for row in ROWS)


@cache
def breached() -> frozenset[str]:
    return frozenset(gzip.decompress(BREACHED.read_bytes()).decode().split())


def names_around(user: Any) -> set[str]:
    """Words of four letters or more that anybody who knows the person would try."""
    names = ["samaan"]
    if isinstance(user, User):
        names += [user.full_name, user.email.partition("@")[0]]
        if user.organisation_id:
            names += [user.organisation.name, user.organisation.code]
        if user.unit_id and user.unit:
            names += [user.unit.name, user.unit.code]
    found = {word for name in names for word in re.split(r"[\W_\d]+", name.casefold())}
    return {word for word in found if len(word) >= LEAST_OF_ONES_OWN}
