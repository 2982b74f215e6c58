"""Roles, organisations and units, kept in each process and looked up again at most every two seconds.

A pack or an administrator changes them, seldom. Joined to whoever asks, they took a tenth of every page
(bench/README.md); who that is, whether they are active and which seat they have is read on each request.
"""

import time
from dataclasses import dataclass

from samaan.accounts.models import Organisation, Role, Unit, User

KEPT_SECONDS = 2.0


@dataclass(frozen=True)
class Kept:
    roles: dict[str, Role]
    organisations: dict[int, Organisation]
    units: dict[int, Unit]
    read_at: float


_kept: Kept | None = None


def seat(user: User) -> User:
    """Give a user their role, organisation and unit. One that is not kept yet is loaded when it is asked for."""
    kept = current()
    if user.role_id in kept.roles:
        user.role = kept.roles[user.role_id]
    if user.organisation_id in kept.organisations:
        user.organisation = kept.organisations[user.organisation_id]
    if user.unit_id in kept.units:
        user.unit = kept.units[user.unit_id]
    return user


def current() -> Kept:
    global _kept
    if _kept is None or time.monotonic() - _kept.read_at > KEPT_SECONDS:
        _kept = Kept(Role.objects.in_bulk(), Organisation.objects.in_bulk(), Unit.objects.in_bulk(), time.monotonic())
    return _kept


def forget() -> None:
    """Look them up again on the next request: between tests."""
    global _kept
    _kept = None
