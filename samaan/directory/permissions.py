"""Who may look into the directory."""

from samaan.accounts.models import User


def can_find(user: User) -> bool:
    """Whoever helps people may look for services: the directory holds nothing of a survivor."""
    return user.can("directory.view")
