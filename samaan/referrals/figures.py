"""How providers do: counted for those who keep the directory, who see no referral. Nobody's name stands in it.

`provider_figures` is the query for whoever shows it: providers in alphabetical order, never by how they do, and nothing
that rests on fewer than five.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from samaan.accounts.models import Organisation

FEWEST = 5
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class ProviderFigures:
    """One provider. None: too few to say. `satisfaction` is the mean of what was answered, from 1 to 5."""

    provider: Organisation
    asked: int
    answered: int
    accepted: int | None
    delivered: int | None
    ended: int | None
    hours_to_answer: float | None
    in_time: int | None
    surveys: int | None
    satisfaction: float | None

    @property
    def accepted_share(self) -> float | None:
        return share(self.accepted, self.answered)

    @property
    def in_time_share(self) -> float | None:
        return share(self.in_time, self.answered)

    @property
    def delivered_share(self) -> float | None:
        return share(self.delivered, self.ended)


def share(part: int | None, whole: int | None) -> float | None:
    return 100 * part / whole if part is not None and whole else None


def provider_figures(since: datetime | None = None, fewest: int = FEWEST) -> list[ProviderFigures]:
    """The figures of every provider asked at least `fewest` times. The database asks who wants to know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sec.provider_figures(%s, %s)", [since or timezone.now() - YEAR, fewest])
        rows = cursor.fetchall()
    providers = Organisation.objects.in_bulk([row[0] for row in rows])
    found = [ProviderFigures(providers[row[0]], *row[1:]) for row in rows]
    return sorted(found, key=lambda figures: figures.provider.name.casefold())
