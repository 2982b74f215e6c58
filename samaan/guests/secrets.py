"""What a guest holds and what the database knows of it."""

import hmac
import secrets
from uuid import UUID

from samaan.vault import master

DIGITS = 6


def new_secret() -> str:
    """Of a link, a browser or a session: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Short enough to be read out on the telephone; five wrong tries close the link."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def blind_code(link: UUID, code: str) -> int:
    """Of six digits a plain hash would be guessed in a second: this one needs the key outside the database."""
    return master.blind(f"{link}:{code}", "guest.code")


def is_code(link: UUID, typed: str, known: int) -> bool:
    digits = "".join(letter for letter in typed if letter.isdecimal())
    return hmac.compare_digest(str(blind_code(link, digits)), str(known))
