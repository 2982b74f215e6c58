"""What somebody who reviews accounts is shown of each: how many records, when last here, trained or not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from samaan.accounts.models import User
from samaan.countrypack import pack
from samaan.staff import code_of_conduct, training_state


@dataclass
class Holding:
    """One account, in numbers. Never which records."""

    user: User
    records: dict[str, int] = field(default_factory=dict)
    trained: bool = False
    conduct: bool = False

    @property
    def last_seen(self) -> datetime | None:
        return self.user.last_login

    @property
    def is_used(self) -> bool:
        """Signed in since a review was last due: whoever reviews need not think twice about the account."""
        return self.last_seen is not None and self.last_seen > timezone.now() - pack().staff.review_every

    @property
    def total(self) -> int:
        return sum(self.records.values())

    def kept(self) -> dict:
        """What the review keeps of it."""
        return {
            "role": self.user.role_id,
            "unit": self.user.unit.code if self.user.unit else "",
            "last_login": self.last_seen.isoformat() if self.last_seen else None,
            "records": self.records,
            "trained": self.trained,
            "conduct": self.conduct,
        }


def of(users: Iterable[User]) -> dict[int, Holding]:
    """By account. The database counts only for whoever administers these accounts."""
    users = list(users)
    trained = training_state.trained_ids(user.pk for user in users)
    found = {
        user.pk: Holding(user, trained=user.pk in trained, conduct=code_of_conduct.is_accepted(user)) for user in users
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT who, kind, records FROM sec.held_by(%s)", [list(found)])
        for who, kind, records in cursor.fetchall():
            found[who].records[kind] = records
    return found
