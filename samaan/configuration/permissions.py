"""Who may look at the pack, change it, and decide on changes."""

from samaan.accounts.models import User
from samaan.configuration.models import Change
from samaan.configuration.seats import KEEPERS


def can_look(user: User | None) -> bool:
    """Whoever looks after the pack, and those who approve what changes in it."""
    return user is not None and (user.can("pack.view") or can_propose(user) or user.can("pack.approve"))


def parts_kept(user: User) -> list[str]:
    """The parts of the pack that this person keeps."""
    return [part for part in KEEPERS if can_begin(user, part)]


def can_begin(user: User | None, part: str = "") -> bool:
    """Whoever looks after the pack, in the unit; of one part, whoever keeps it as well."""
    if user is None:
        return False
    return user.can("administer.pack") or (bool(part) and user.can(KEEPERS[part]))


def can_propose(user: User | None, change: Change | None = None) -> bool:
    """The same; a change that is begun is its own author's alone."""
    part = change.part if change else ""
    return can_begin(user, part) and (change is None or (user is not None and user.pk == change.proposed_by_id))


def can_decide(user: User | None, change: Change) -> bool:
    """Another person who looks after the pack or approves changes to it; never who proposed it.

    Of one part that others keep, only those who answer for the unit.
    """
    if user is None or user.pk == change.proposed_by_id:
        return False
    return user.can("pack.approve") or (not change.part and user.can("administer.pack"))


def can_withdraw(user: User | None, change: Change) -> bool:
    """Whoever proposed it."""
    return user is not None and user.pk == change.proposed_by_id
