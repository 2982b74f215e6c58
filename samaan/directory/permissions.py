"""Who may look into the directory, keep its entries and approve them, and say how much room there is."""

from samaan.accounts.models import Organisation, User
from samaan.directory.models import Service


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
    """What is contracted is written down by the steward, or by whoever keeps the entries of the organisation."""
    own = user.organisation_id == service.organisation_id
    return user.can("directory.steward") or (own and user.can("directory.keep"))
