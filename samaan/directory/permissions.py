"""Who may look into the directory, keep its entries, and approve them."""

from samaan.accounts.models import Organisation, User


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


def can_decide(user: User | None, change) -> bool:
    """The steward decides."""
    return can_steward(user)


def can_withdraw(user: User | None, change) -> bool:
    """Whoever keeps the entries of that organisation; the steward returns instead."""
    return user is not None and user.can("directory.keep") and user.organisation_id == change.organisation_id
