"""Who may look for people, and say that two records are one person."""

from samaan.accounts.models import User


def can_search(user: User | None) -> bool:
    """Whoever's role works with persons; they find only those they may see anyway."""
    return user is not None and user.can("person.view")


def can_merge(user: User | None, record: object = None) -> bool:
    """Those whose role merges persons; that they see both in full is the database's rule."""
    return user is not None and user.can("person.merge")
