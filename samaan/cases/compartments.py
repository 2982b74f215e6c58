"""Which parts of a case a piece of work opens, and to whom never."""

from collections.abc import Iterable

from samaan.access.records import never
from samaan.accounts.models import User
from samaan.cases.models import Part

ALL = ("summary", "identity", "contact", "care", "health", "legal")

# Whoever opens a case knows the person and how to reach them; care and health are for those who care.
OPENER = ("summary", "identity", "contact")

PARTS: dict[str, tuple[str, ...]] = {
    Part.STAND_IN: ALL,
    Part.CARE: ("summary", "identity", "contact", "care"),
    Part.HEALTH: ("summary", "identity", "contact", "health"),
    Part.LEGAL: ("summary", "identity", "contact", "legal"),
    Part.LIAISON: ("summary", "identity", "contact"),
    Part.OBSERVER: ("summary",),
}


def without_never(user: User, wanted: Iterable[str]) -> list[str]:
    """What of `wanted` this person's role may be given at all."""
    shut = never(user, "case")
    return [compartment for compartment in wanted if compartment not in shut]
