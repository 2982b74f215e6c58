"""Who may look for people."""

from samaan.accounts.models import User


def can_search(user: User | None) -> bool:
    """Whoever's role works with persons; they find only those they may see anyway."""
    return user is not None and user.can("person.view")
