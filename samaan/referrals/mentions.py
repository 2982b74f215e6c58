"""Who can be named in the chat of a referral: colleagues of either side who see it."""

from samaan.access import principals
from samaan.access.principals import Kind
from samaan.access.records import excluded_user_ids, live_grants
from samaan.accounts.models import User
from samaan.referrals.models import Referral


def people(referral: Referral) -> list[User]:
    """The sender, who manages the case, who else was let in by name, and who answers for the provider."""
    manager = referral.case_manager_id()
    named = {principals.number_of(p) for p in open_to(referral) if principals.kind_of(p) is Kind.USER}
    sending = User.objects.filter(pk__in=named | {referral.sender_id, *([manager] if manager else [])})
    found = sending.filter(role__permissions__contains=["chat.write"], is_active=True) | referral.focal_points()
    kept_out = excluded_user_ids(referral.pk)
    return [user for user in found.distinct().order_by("full_name") if user.pk not in kept_out]


def open_to(referral: Referral) -> list[int]:
    return [grant.principal for grant in live_grants(referral.pk) if "chat" in grant.compartments]
