"""What becomes of records shared on a survivor's consent once it has ended.

The contexts above append to `WHEN_ENDED` in `ready()`, as referrals does; the grants end whatever they do.
"""

from collections.abc import Callable

from samaan.access import consent
from samaan.access.models import ConsentUse
from samaan.accounts.models import User

# Reasons, as an ended use keeps them.
WITHDRAWN, REFUSED, REPLACED, EXPIRED = "withdrawn", "refused", "replaced", "expired"

# Called with what ends, why, and who did it (None: the clock), while the grants still hold: open pages learn of it.
WHEN_ENDED: list[Callable[[list[ConsentUse], str, User | None], object]] = []


def end(uses: list[ConsentUse], reason: str, *, by: User | None) -> None:
    """End what rests on consent: both sides are told, then the grants end."""
    for act in WHEN_ENDED:
        act(uses, reason, by)
    consent.end_uses(uses, reason)
