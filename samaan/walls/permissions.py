"""Who may pass a wall, and who looks at how it was passed."""

from samaan import countrypack
from samaan.access.records import compartments_of, is_let_in
from samaan.accounts.models import User
from samaan.walls.models import Disclosure, EmergencyAccess


def emergency_kinds(user: User | None) -> list[str]:
    """The kinds of file that somebody's role may open in an emergency, as the country pack says."""
    role = countrypack.pack().roles.get(user.role_id) if user and user.is_active else None
    return [kind for kind, compartments in role.emergency.items() if compartments] if role else []


def ends_emergencies(user: User | None, access: EmergencyAccess) -> bool:
    """Whoever opened the file, and those who review such openings."""
    return user is not None and (access.user_id == user.pk or user.can("access.review"))


def can_end_emergency(user: User | None, access: EmergencyAccess) -> bool:
    """The same, while it lasts."""
    return access.is_running and ends_emergencies(user, access)


def reviews_emergencies(user: User | None, access: EmergencyAccess) -> bool:
    """Those who review openings in an emergency, and never their own."""
    return user is not None and user.can("access.review") and access.user_id != user.pk


def can_review_emergency(user: User | None, access: EmergencyAccess) -> bool:
    """The same, once."""
    return access.reviewed_at is None and reviews_emergencies(user, access)


def can_see_readers(user: User | None) -> bool:
    """Those whose role asks who opened a file. A case's own case manager sees it too (samaan.cases.permissions)."""
    return user is not None and user.can("access.readers")


def can_disclose(user: User | None, file) -> bool:
    """Those whose role discloses, of a file whose summary they hold, and not for an emergency alone."""
    if user is None or not user.can("access.disclose"):
        return False
    return "summary" in compartments_of(file, user) and is_let_in(file, user)


def can_end_disclosure(user: User | None, disclosure: Disclosure) -> bool:
    """Whoever gave it, and those who review what passes the walls, while it lasts."""
    mine = user is not None and (disclosure.given_by_id == user.pk or user.can("access.review"))
    return mine and disclosure.is_running
