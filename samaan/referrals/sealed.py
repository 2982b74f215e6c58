"""The sealed field of a referral: how its provider may reach the survivor without harm."""

from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.referrals.models import Referral
from samaan.referrals.slice import SEALED
from samaan.sealed.classes import Part, SealedClass
from samaan.sealed.queries import current
from samaan.sealed.workflow import keep, withdraw

SEALED_CLASS, PART = "shared_contact", "way"


def never_by_hand(user: User, referral: Referral) -> bool:
    """Nobody: it is written when the referral is prepared."""
    return False


def owners(referral: Referral) -> list[User]:
    """Whoever sent it, and the case manager."""
    both = [*referral.related_users("sender"), *referral.related_users("case_manager")]
    return list({user.pk: user for user in both}.values())


SHARED_CONTACT = SealedClass(
    SEALED_CLASS,
    _("Safe way and time to make contact"),
    (Part(PART, _("Safe way and time to make contact"), long=True),),
    never_by_hand,
    owners,
    seen_in="slice",
    keeps_earlier=False,
)


def seal(referral: Referral, lines: list[dict], *, wanted: bool, by: User) -> list[dict]:
    """The lines of a slice without what is sealed: that is kept apart, and only that there is one is said.

    Left empty, what was written for this draft before stays; no longer wanted, it is withdrawn.
    """
    typed = next((line["value"] for line in lines if line["code"] == SEALED), "")
    if typed:
        keep(referral, SEALED_CLASS, {PART: typed}, by=by)
    elif not wanted:
        withdraw(referral, SEALED_CLASS)
    rest = [line for line in lines if line["code"] != SEALED]
    return [*rest, {"code": SEALED, "value": True}] if current(referral, SEALED_CLASS) else rest
