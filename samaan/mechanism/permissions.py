"""Who reads the referral map, and who changes it."""

from samaan.accounts.models import User
from samaan.configuration.permissions import can_begin
from samaan.configuration.seats import REFERRAL_MAP


def can_read(user: User | None) -> bool:
    """Whoever looks for services: the map holds nothing of a survivor."""
    return user is not None and user.can("directory.view")


def can_change(user: User | None) -> bool:
    """Whoever keeps the map, or the whole pack."""
    return can_begin(user, REFERRAL_MAP)
