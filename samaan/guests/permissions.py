"""Who lets a guest in."""

from samaan.accounts.models import User
from samaan.referrals.models import OPEN, Referral, Status
from samaan.referrals.permissions import is_sending_side


def can_invite(user: User | None, referral: Referral) -> bool:
    """The sending side, while the referral is open or there is something left to say about it."""
    return is_sending_side(user, referral) and not referral.sharing_ended_at


def can_survey(user: User | None, referral: Referral) -> bool:
    """The sending side asks the person, who knows them; the provider never sees who answered what."""
    return is_sending_side(user, referral)


# Beyond these a link would open nothing.
INVITABLE = (*OPEN, Status.DELIVERED, Status.NOT_DELIVERED)
