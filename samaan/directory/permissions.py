"""Who may look into the directory, keep its entries, approve them, and say how much room there is."""

from samaan.accounts.models import Organisation, User
from samaan.directory.models import Service, TermsOfReference


def can_find(user: User) -> bool:
    """Whoever helps people may look for services: the directory holds nothing of a survivor."""
    return user.can("directory.view")


def can_steward(user: User | None) -> bool:
    """The steward approves what providers change, and changes every entry."""
    return user is not None and user.can("directory.steward")


def can_keep(user: User | None, organisation: Organisation) -> bool:
    """Providers keep the entries of their own organisation; the steward keeps all."""
    if user is None:
        return False
    return can_steward(user) or (user.can("directory.keep") and user.organisation_id == organisation.pk)


def can_say_free(user: User, service: Service) -> bool:
    """Whoever answers referrals for the organisation, or keeps its entries, says how many places are free."""
    own = user.organisation_id == service.organisation_id
    return own and (user.can("referral.respond") or user.can("directory.keep"))


def can_set_capacity(user: User, service: Service) -> bool:
    """What is contracted is written down by whoever keeps the entry: its organisation, or the steward."""
    return can_keep(user, service.organisation)


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
