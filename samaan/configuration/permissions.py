"""Who may look at the pack, change it, and decide on changes."""

from samaan.accounts.models import User
from samaan.configuration.models import Change


def can_look(user: User | None) -> bool:
    """Whoever looks after the pack, and those who approve what changes in it."""
    return user is not None and (user.can("pack.view") or can_propose(user) or user.can("pack.approve"))


def can_propose(user: User | None, change: Change | None = None) -> bool:
    """Whoever looks after the pack, in the unit; a change that is begun is its own author's alone."""
    if user is None or not user.can("administer.pack"):
        return False
    return change is None or user.pk == change.proposed_by_id


def can_decide(user: User | None, change: Change) -> bool:
    """Another person who looks after the pack or approves changes to it; never who proposed it."""
    may = user is not None and (user.can("administer.pack") or user.can("pack.approve"))
    return may and user is not None and user.pk != change.proposed_by_id


def can_withdraw(user: User | None, change: Change) -> bool:
    """Whoever proposed it."""
    return user is not None and user.pk == change.proposed_by_id
