"""Who allows somebody more, and who closes a concern."""

from samaan.accounts.models import User
from samaan.watching import watchers
from samaan.watching.models import Concern, More


def can_decide(user: User | None, more: More) -> bool:
    """Whoever watches over the one who asks; never they themselves."""
    return watchers.watches(user, more.user)


def can_look(user: User, more: More) -> bool:
    """Whoever asked, and whoever may decide."""
    return user.pk == more.user_id or can_decide(user, more)


def can_close(user: User | None, concern: Concern) -> bool:
    """Whoever watches over the person, and the auditors; never the person, nor one of those who opened the file."""
    if user is None or user.pk == concern.user_id or user.pk in concern.readers:
        return False
    return user.can(watchers.AUDIT) or watchers.watches(user, concern.user, without=concern.readers)


def can_watch(user: User) -> bool:
    """Whoever the country pack lets watch, or audit."""
    return user.can(watchers.WATCH) or user.can(watchers.AUDIT)
