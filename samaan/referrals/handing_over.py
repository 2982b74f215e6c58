"""Referrals somebody sent or prepares, with their conversations, and how they go to another."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, compartments_of, excluded_user_ids, open_to
from samaan.accounts.models import User
from samaan.referrals.models import Referral, Status
from samaan.referrals.sharing import EVERYTHING
from samaan.referrals.workflow.steps import HAND_OVER
from samaan.staff.load import Passing, Plan, Source
from samaan.transitions import lock, move

OVER = (Status.CLOSED, Status.WITHDRAWN, Status.EXPIRED, Status.DECLINED)
KEPT = (*EVERYTHING, "consent")


def find(colleague: User) -> Iterable[Referral]:
    return Referral.objects.filter(sender=colleague).exclude(status__in=OVER).order_by("reference")


def plan(referral: Referral, passing: Passing) -> Plan:
    why = obstacle(referral, passing)
    if why:
        return Plan(stays=[why])
    draft = referral.status == Status.DRAFT
    return Plan(goes=[_("Referral being prepared") if draft else _("Referral, with its conversation")])


def obstacle(referral: Referral, passing: Passing) -> str:
    """Why it cannot go; empty when it can."""
    to, by = passing.to, passing.by
    if not HAND_OVER.may(by, referral):
        return _("Your role does not pass on referrals.")
    if to is None:
        return ""
    if to.pk in excluded_user_ids(referral.pk) | excluded_user_ids(referral.case_id):
        return _("A conflict of interest keeps %(name)s out of it.") % {"name": to}
    role = countrypack.pack().roles.get(to.role_id)
    if not to.can("referral.send") or (role and not role.may_hold("referral", KEPT)):
        return _("%(name)s does not send referrals.") % {"name": to}
    if to.organisation_id == referral.provider_id:
        return _("%(name)s belongs to the provider.") % {"name": to}
    return ""


def give(referral: Referral, passing: Passing) -> None:
    """The other is the sender from now on; providers and case manager write to them."""
    lock(referral)
    of, to, by = passing.of, passing.to, passing.by
    if to is None or referral.sender_id != of.pk or obstacle(referral, passing):
        return
    # Whoever cares for the case sees it through the case, and only while they do.
    if "care" not in compartments_of(referral.case, to):
        open_to(referral, principals.user(to.pk), KEPT, basis=Basis.ASSIGNMENT, purpose="referral", by=by)
    data = {"from": of.pk, "to": to.pk, "reason": passing.reason}
    move(referral, HAND_OVER, by=by, event_data=data, sender=to)


def let_go(referral: Referral, of: User) -> None:
    for principal in (principals.user(of.pk), principals.left_by(of.pk)):
        close_to(referral, principal)


SOURCE = Source("referral", find, plan, give, let_go)
