"""What waits for whoever watches, and what one asked for oneself."""

from samaan.access import quota
from samaan.accounts.models import User
from samaan.watching.models import Concern, More
from samaan.watching.permissions import can_close, can_decide

SHOWN = 50


def to_decide(user: User) -> list[More]:
    """Who asks for more today, the oldest first."""
    waiting = More.objects.visible_to(user).filter(status=More.Status.ASKED, day=quota.today()).exclude(user=user)
    found = waiting.select_related("user__organisation", "user__role").order_by("asked_at")[:SHOWN]
    return [more for more in found if can_decide(user, more)]


def asked_by(user: User) -> list[More]:
    """What somebody asked for of late, the newest first."""
    return list(More.objects.visible_to(user).filter(user=user).select_related("decided_by")[:SHOWN])


def concerns(user: User, *, status: str = Concern.Status.OPEN) -> list[Concern]:
    """What was unusual, the newest first, for whoever may close it."""
    found = Concern.objects.visible_to(user).filter(status=status).exclude(user=user)
    return [one for one in found.select_related("user__organisation", "closed_by")[:SHOWN] if can_close(user, one)]


def day_of(user: User) -> list[tuple[str, int, int]]:
    """What somebody used today of what they may: the kind, the number, the most."""
    kinds = (*quota.COUNTED, quota.LINE, quota.EXPORT)
    return [
        (what, quota.count_of(user, what), quota.limit_of(user, what) + quota.more_today(user, what)) for what in kinds
    ]
