"""Who may look into the directory."""

from samaan.accounts.models import User
from samaan.directory.models import TermsOfReference


def can_find(user: User) -> bool:
    """Whoever helps people may look for services: the directory holds nothing of a survivor."""
    return user.can("directory.view")


def can_draw_up(user: User | None, terms: TermsOfReference | None) -> bool:
    """Whoever keeps the referral mechanism."""
    return user is not None and user.can("directory.steward")


def can_accept(user: User | None, terms: TermsOfReference) -> bool:
    """Whoever answers for the provider: its own administrator."""
    return user is not None and user.can("administer.organisation") and user.organisation_id == terms.provider_id


def can_approve(user: User | None, terms: TermsOfReference) -> bool:
    """Whoever answers for the unit; never who drew them up."""
    return user is not None and user.can("pack.approve") and user.pk != terms.drawn_up_by_id


def can_return(user: User | None, terms: TermsOfReference) -> bool:
    """The provider as long as they are with it; whoever answers for the unit once it has accepted them."""
    if terms.status == terms.Status.OFFERED:
        return can_accept(user, terms)
    return can_approve(user, terms)


def can_end(user: User | None, terms: TermsOfReference) -> bool:
    """Whoever keeps the mechanism gives up what is not agreed; what is agreed ends whoever answers for the unit."""
    if terms.status == terms.Status.IN_FORCE:
        return user is not None and user.can("pack.approve")
    return can_draw_up(user, terms)


def by_approval(user: User | None, terms: TermsOfReference) -> bool:
    """Nobody is asked: approving new terms ends those before."""
    return True


def can_read_terms(user: User | None, terms: TermsOfReference) -> bool:
    """What is or was in force, whoever looks for services; before, the two sides alone."""
    if user is None:
        return False
    if terms.approved_by_id:
        return can_find(user)
    ours = user.organisation_id == terms.organisation_id and (user.can("directory.steward") or user.can("pack.approve"))
    return ours or (terms.status != terms.Status.DRAFT and can_accept(user, terms))
