"""Who may look into the directory, and who says how much room there is."""

from samaan.accounts.models import User
from samaan.directory.models import Service


def can_find(user: User) -> bool:
    """Whoever helps people may look for services: the directory holds nothing of a survivor."""
    return user.can("directory.view")


def can_say_free(user: User, service: Service) -> bool:
    """Whoever answers referrals for the organisation, or keeps its entries, says how many places are free."""
    own = user.organisation_id == service.organisation_id
    return own and (user.can("referral.respond") or user.can("directory.keep"))


def can_set_capacity(user: User, service: Service) -> bool:
    """What is contracted is written down by the steward, or by whoever keeps the entries of the organisation."""
    own = user.organisation_id == service.organisation_id
    return user.can("directory.steward") or (own and user.can("directory.keep"))
