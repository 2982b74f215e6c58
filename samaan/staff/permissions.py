"""Who may do what with organisations and accounts."""

from samaan.accounts.models import Organisation, User
from samaan.staff.models import Delegation, Invitation, Proposal, Review, RoleChange


def can_administer(user: User | None, organisation: Organisation) -> bool:
    """The unit's administrators for every organisation, an organisation's own for theirs."""
    if user is None:
        return False
    own = user.can("administer.organisation") and user.organisation_id == organisation.pk
    return user.can("administer.users") or own


def can_see_accounts(user: User | None, organisation: Organisation) -> bool:
    """Whoever administers, approves, or hands over work there. An account is a name, an address and a role."""
    return can_administer(user, organisation) or can_oversee(user) or can_hand_over_there(user, organisation)


def can_list(user: User | None) -> bool:
    """Whoever looks after accounts."""
    return user is not None and user.can("accounts.view")


def can_oversee(user: User | None) -> bool:
    """Those of the unit who approve organisations."""
    return user is not None and user.can("organisation.approve")


def can_be_second(user: User | None, organisation: Organisation, first: User | None) -> bool:
    """Another administrator of it, or somebody who approves organisations; never the person who asked."""
    return user is not None and user != first and (can_administer(user, organisation) or can_oversee(user))


def can_change_invitation(user: User | None, invitation: Invitation) -> bool:
    """Whoever administers the organisation it is to."""
    return can_administer(user, invitation.organisation)


def can_confirm_invitation(user: User | None, invitation: Invitation) -> bool:
    """A second person, who is not the one invited either."""
    if user is None or user.email.lower() == invitation.email.lower():
        return False
    return can_be_second(user, invitation.organisation, invitation.invited_by)


def can_decide_role(user: User | None, change: RoleChange) -> bool:
    """A second person, and never whose role it is."""
    return user != change.user and can_be_second(user, change.user.organisation, change.asked_by)


def can_propose(user: User | None, proposal: Proposal | None = None) -> bool:
    """Those of the unit who administer accounts or approve organisations."""
    return user is not None and (user.can("organisation.propose") or user.can("organisation.approve"))


def can_approve(user: User | None, proposal: Proposal) -> bool:
    """Those who approve organisations, and never the one they proposed themselves."""
    return can_oversee(user) and user is not None and user.pk != proposal.proposed_by_id


def can_withdraw_proposal(user: User | None, proposal: Proposal) -> bool:
    """Whoever proposed it."""
    return user is not None and user.pk == proposal.proposed_by_id


def can_review(user: User | None, review: Review) -> bool:
    """Whoever administers the organisation, and those who approve organisations; of themselves nobody decides."""
    return can_administer(user, review.organisation) or can_oversee(user)


def can_end_account(user: User | None, colleague: User) -> bool:
    """Whoever administers their organisation, and those who approve organisations; nobody their own."""
    return user != colleague and (can_administer(user, colleague.organisation) or can_oversee(user))


def can_change_role(user: User | None, colleague: User) -> bool:
    """Whoever administers their organisation; nobody their own."""
    return user != colleague and can_administer(user, colleague.organisation)


def can_confirm_training(user: User | None, colleague: User) -> bool:
    """Whoever administers their organisation, and those who approve organisations; nobody their own."""
    return can_end_account(user, colleague)


def can_hand_over_there(user: User | None, organisation: Organisation) -> bool:
    """Those who give out work, within their own organisation; those of the unit who approve, everywhere."""
    if user is None or not user.can("work.hand_over"):
        return False
    return user.organisation_id == organisation.pk or can_oversee(user)


def can_hand_over(user: User | None, colleague: User) -> bool:
    """Those who give out work in the colleague's organisation."""
    return can_hand_over_there(user, colleague.organisation)


def can_delegate(user: User | None, colleague: User) -> bool:
    """Everybody for their own leave; whoever gives out work, for a colleague who could not."""
    return user == colleague or can_hand_over(user, colleague)


def can_end_delegation(user: User | None, delegation: Delegation) -> bool:
    """Either of the two, and whoever could have made it."""
    if user is None:
        return False
    return user.pk in (delegation.delegator_id, delegation.delegate_id) or can_delegate(user, delegation.delegator)
