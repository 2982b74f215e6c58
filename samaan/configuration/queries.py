"""Questions asked of changes to the pack, and of its versions."""

from django.db.models import QuerySet

from samaan.accounts.models import User
from samaan.configuration.models import Change, ChangedFile
from samaan.configuration.permissions import can_decide
from samaan.countrypack.models import PackVersion

PEOPLE = ("proposed_by", "decided_by", "base", "made", "back_to")
LIGHT = ("base__content", "made__content", "back_to__content")
SHOWN = 50


def changes(user: User) -> QuerySet[Change]:
    """The newest first, with who proposed and decided, without whole packs."""
    return Change.objects.visible_to(user).select_related(*PEOPLE).defer(*LIGHT)


def open_changes(user: User) -> list[Change]:
    """What is being prepared or waits, the oldest first."""
    found = changes(user).filter(status__in=(Change.Status.DRAFT, Change.Status.PROPOSED))
    return list(found.order_by("begun_at"))


def to_decide(user: User, *, most: int = SHOWN) -> list[Change]:
    """What waits for this person as the second."""
    found = changes(user).filter(status=Change.Status.PROPOSED).order_by("proposed_at")
    return [change for change in found if can_decide(user, change)][:most]


def closed_changes(user: User) -> list[Change]:
    """What was refused or withdrawn, the newest first; what was published stands among the versions."""
    ended = (Change.Status.REFUSED, Change.Status.WITHDRAWN)
    return list(changes(user).filter(status__in=ended).order_by("-changed_at")[:SHOWN])


def versions(user: User) -> list[PackVersion]:
    """Every version, the newest first; each with the change it came from, when it came by one."""
    found = list(PackVersion.objects.defer("content").select_related("loaded_by")[:SHOWN])
    came_by = {change.made_id: change for change in changes(user).filter(made__in=[one.pk for one in found])}
    for one in found:
        one.__dict__ |= {"came_by": came_by.get(one.pk), "others": len(one.changes) - 1}
    return found


def files(change: Change) -> list[ChangedFile]:
    """What it puts in and takes out, without the bytes."""
    found = ChangedFile.objects.filter(change=change).exclude(act=ChangedFile.Act.NONE)
    return list(found.defer("data"))
