"""What passed the walls around a file, as far as the asker sees it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from samaan.accounts.models import User
from samaan.walls.models import Disclosure, EmergencyAccess


def emergencies_of(user: User, file_id: UUID) -> QuerySet[EmergencyAccess]:
    """Every opening of a file in an emergency, newest first."""
    found = EmergencyAccess.objects.visible_to(user).filter(file_id=file_id)
    return found.select_related("user__organisation", "ended_by", "reviewed_by")


def to_tell(user: User, file_id: UUID, now: datetime | None = None) -> list[EmergencyAccess]:
    """What the band on a file's pages speaks of: what lasts; and for a reviewer, what was not reviewed."""
    wanted = Q(ended_at=None, ends_at__gt=now or timezone.now())
    if user.can("access.review"):
        wanted |= Q(reviewed_at=None) & ~Q(user=user)
    return list(emergencies_of(user, file_id).filter(wanted))


def to_review(user: User, *, most: int) -> QuerySet[EmergencyAccess]:
    """Openings in an emergency that nobody has reviewed, of files this person oversees; the oldest first."""
    found = EmergencyAccess.objects.visible_to(user).filter(reviewed_at=None).exclude(user=user)
    return found.select_related("user__organisation").order_by("began_at")[:most]


def disclosures_of(user: User, file_id: UUID) -> QuerySet[Disclosure]:
    """What crossed from a file or to it."""
    found = Disclosure.objects.visible_to(user).filter(Q(source_id=file_id) | Q(target_id=file_id))
    return found.select_related("given_by", "given_to__organisation", "ended_by")
