"""Lists of organisations and accounts, for those who look after them."""

from datetime import timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from samaan.accounts.models import Organisation, User
from samaan.staff.models import Delegation, Invitation, Proposal, Review, ReviewLine, RoleChange
from samaan.staff.permissions import (
    can_approve,
    can_confirm_invitation,
    can_decide_role,
    can_oversee,
    can_review,
)

PAGE = 50
# How long what is over still stands in a list.
SHOWN_FOR = timedelta(days=30)
REVIEW_SOON = timedelta(days=14)


def organisations_of(user: User) -> QuerySet[Organisation]:
    """The organisations whose accounts this person looks after or sees."""
    everything = user.can("administer.users") or can_oversee(user)
    return Organisation.objects.all() if everything else Organisation.objects.filter(pk=user.organisation_id)


def administered_by(user: User) -> QuerySet[Organisation]:
    """The organisations at work into which this person may invite."""
    found = organisations_of(user).filter(is_active=True)
    if user.can("administer.users"):
        return found
    return found.filter(pk=user.organisation_id) if user.can("administer.organisation") else found.none()


def accounts(user: User, *, words: str = "", organisation: str = "", ended: bool = False) -> QuerySet[User]:
    """By organisation and name; those who have left only when asked for."""
    found = User.objects.filter(organisation__in=organisations_of(user)).select_related("organisation", "unit", "role")
    if words:
        found = found.filter(Q(full_name__icontains=words) | Q(email__icontains=words))
    if organisation:
        found = found.filter(organisation__code=organisation)
    found = found.exclude(ended_at=None) if ended else found.filter(ended_at=None)
    return found.order_by("organisation__name", "full_name")


def invitations(user: User) -> QuerySet[Invitation]:
    """What is pending, and what was accepted or withdrawn of late."""
    lately = timezone.now() - SHOWN_FOR
    found = Invitation.objects.filter(organisation__in=organisations_of(user))
    found = found.filter(Q(status__in=["unconfirmed", "sent"]) | Q(ended_at__gt=lately))
    return found.select_related("organisation", "unit", "role", "invited_by", "confirmed_by", "account")


def proposals(user: User) -> QuerySet[Proposal]:
    return Proposal.objects.visible_to(user).select_related("proposed_by", "decided_by", "made")


def reviews(user: User) -> QuerySet[Review]:
    """Open ones first, the soonest due at the top."""
    lines = Prefetch("lines", ReviewLine.objects.select_related("user", "decided_by"))
    found = Review.objects.visible_to(user).select_related("organisation").prefetch_related(lines)
    return found.order_by("-status", "due_at")


def invitations_to_confirm(user: User) -> list[Invitation]:
    """What waits for this person as the second, the oldest first."""
    found = invitations(user).filter(status=Invitation.Status.UNCONFIRMED).order_by("invited_at")
    return [invitation for invitation in found if can_confirm_invitation(user, invitation)]


def roles_to_decide(user: User) -> list[RoleChange]:
    """The same, of changes of role."""
    waiting = RoleChange.objects.filter(status=RoleChange.Status.WAITING, user__organisation__in=organisations_of(user))
    found = waiting.select_related("user__organisation", "role", "asked_by").order_by("asked_at")
    return [change for change in found if can_decide_role(user, change)]


def proposals_to_decide(user: User) -> list[Proposal]:
    """The same, of organisations."""
    found = proposals(user).filter(status=Proposal.Status.PROPOSED).order_by("proposed_at")
    return [proposal for proposal in found if can_approve(user, proposal)]


def reviews_to_do(user: User) -> list[Review]:
    """Reviews of accounts that are due soon or late, the soonest first."""
    soon = timezone.now() + REVIEW_SOON
    found = reviews(user).filter(status=Review.Status.OPEN, due_at__lt=soon)
    return [review for review in found if can_review(user, review)]


def waiting_role(user: User) -> RoleChange | None:
    found = RoleChange.objects.filter(user=user, status=RoleChange.Status.WAITING)
    return found.select_related("role", "unit", "asked_by").first()


def delegations(user: User) -> QuerySet[Delegation]:
    """Of and to this person, what runs or is planned first."""
    found = Delegation.objects.filter(Q(delegator=user) | Q(delegate=user))
    return found.select_related("delegator", "delegate").order_by("ended_at", "-starts_at")[:10]


def colleagues_of(user: User) -> QuerySet[User]:
    """Whom work can go to: others at work in the same organisation."""
    found = User.objects.filter(organisation=user.organisation_id, is_active=True).exclude(pk=user.pk)
    return found.select_related("role", "organisation")
