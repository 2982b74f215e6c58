"""Who a grant can name, as one 64-bit integer each: the kind in the top byte, the row's number below.

Deterministic, so neither a request nor a policy needs a table to know who is asking.
"""

import hashlib
import zlib
from enum import IntEnum

from samaan.vault import master


class Kind(IntEnum):
    USER = 1
    UNIT = 2
    ORGANISATION = 3
    SEAT = 4
    RECEIPT = 5
    PUBLIC = 6
    UNIT_SEAT = 7
    LEFT = 9
    GUEST = 10


KIND_SHIFT = 56
LOW = (1 << KIND_SHIFT) - 1

PUBLIC = Kind.PUBLIC << KIND_SHIFT


def user(user_id: int) -> int:
    return Kind.USER << KIND_SHIFT | user_id


def left_by(user_id: int) -> int:
    """Nobody's own: what somebody who has left held by name, until it is handed over."""
    return Kind.LEFT << KIND_SHIFT | user_id


def unit(unit_id: int) -> int:
    return Kind.UNIT << KIND_SHIFT | unit_id


def organisation(organisation_id: int) -> int:
    return Kind.ORGANISATION << KIND_SHIFT | organisation_id


def seat(role_code: str, organisation_id: int) -> int:
    """Everybody who has this role in this organisation."""
    return Kind.SEAT << KIND_SHIFT | organisation_id << 32 | seat_number(role_code)


def unit_seat(role_code: str, unit_id: int) -> int:
    """Everybody who has this role in this unit. No grant names it: the database opens a unit's seat by seat."""
    return Kind.UNIT_SEAT << KIND_SHIFT | unit_id << 32 | seat_number(role_code)


def seat_number(role_code: str) -> int:
    """A role in a principal; the database computes the same (sec.seat_number)."""
    return zlib.crc32(role_code.encode())


def receipt(code: str) -> int:
    """Whoever holds a report's receipt code."""
    return Kind.RECEIPT << KIND_SHIFT | master.blind(code, "receipt") & LOW


def guest(secret: str) -> int:
    """Whoever holds a guest's link, device or session: 256 random bits, so a plain hash gives nothing away."""
    return Kind.GUEST << KIND_SHIFT | int.from_bytes(hashlib.sha256(secret.encode()).digest()[:7])


def of(person) -> tuple[int, ...]:
    """Every principal a signed-in user acts as. A user who has left acts as none."""
    return all_of(person) if person.is_active else ()


def all_of(person) -> tuple[int, ...]:
    """The principals of a seat, whether or not somebody may act in it."""
    found = [
        user(person.pk),
        organisation(person.organisation_id),
        seat(person.role_id, person.organisation_id),
    ]
    if person.unit_id:
        found += [unit(person.unit_id), unit_seat(person.role_id, person.unit_id)]
    return tuple(found)


def kind_of(principal: int) -> Kind:
    return Kind(principal >> KIND_SHIFT)


def number_of(principal: int) -> int:
    """The primary key behind a user, unit or organisation; a seat's organisation."""
    low = principal & LOW
    return low >> 32 if kind_of(principal) is Kind.SEAT else low
