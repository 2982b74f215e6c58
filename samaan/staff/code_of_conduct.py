"""The country's code of conduct: its version, its words, and whether somebody has accepted them."""

import hashlib

from samaan import countrypack
from samaan.accounts.models import User
from samaan.countrypack.parts import Message


def version() -> str:
    """Empty when the country has none."""
    return countrypack.pack().staff.code_of_conduct


def words(language: str) -> Message:
    """Its title and text."""
    return countrypack.pack().message("code_of_conduct", language)


def digest(language: str) -> str:
    return hashlib.sha256(words(language).body.encode()).hexdigest()


def is_accepted(user: User) -> bool:
    """Whether this person accepted the version at work."""
    return not version() or user.conduct_version == version()
