"""What a telephone signs in with: made here, shown once, kept so that it can only be compared."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare

from samaan.devices.models import DeviceToken
from samaan.vault import master

REALM = "Samaan"
# Nothing in it is taken for something else when it is typed from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 5


def new_username() -> str:
    return f"phone-{letters(10)}"


def new_secret() -> str:
    """Some 120 random bits: nobody guesses it, so a quick hash is enough."""
    return "-".join(letters(GROUP) for _each in range(GROUPS))


def letters(number: int) -> str:
    return "".join(secrets.choice(LETTERS) for _each in range(number))


def keep_secret(token: DeviceToken, secret: str) -> None:
    """What is kept of a secret. The token has its username already."""
    by = master.newest()
    token.digest = digest_of(secret)
    token.ha1 = master.wrap(ha1_of(token.username, secret).encode(), bound_to(token), by)
    token.master_id = by.version


def bound_to(token: DeviceToken) -> str:
    return f"device|{token.username}"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def ha1_of(username: str, secret: str) -> str:
    return md5(f"{username}:{REALM}:{secret}")


def is_secret(token: DeviceToken, secret: str) -> bool:
    """HTTP Basic: the secret itself was sent."""
    return constant_time_compare(token.digest, digest_of(secret))


def is_response(token: DeviceToken, given: dict[str, str], method: str) -> bool:
    """HTTP Digest (RFC 2617, qop=auth): what only whoever knows the secret works out for this request."""
    ha1 = master.unwrap(bytes(token.ha1), bound_to(token)).decode()
    request = md5(f"{method}:{given['uri']}")
    wanted = md5(":".join([ha1, given["nonce"], given["nc"], given["cnonce"], given["qop"], request]))
    return constant_time_compare(wanted, given["response"])


def md5(text: str) -> str:
    """What the protocol asks for; the secret is as good as random, which is what MD5 still withstands."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
