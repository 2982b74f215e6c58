"""The one place where the demo's clock is set back.

The caseload is made by the real acts, in the order of time. While one is done, `timezone.now()` tells the moment
of the story, so dates, deadlines, references and clocks come out as if it had been done then. Nothing checks
security by that clock: the signed context runs by the machine's.

The database stamps events by its own clock, and lets neither application nor worker change them. So that timelines
read well, the owner of the tables gives those of the loading, and no others, their moments at the end, together
with the hashes that seal them. Only the loading of a demo does this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo

from django.db import connection, transaction
from django.utils import timezone

from samaan.server.connection import acting_as

TICK = timedelta(milliseconds=1)
# The last event before, the last event of an act, and the moment of that act.
Dated = tuple[int, int, datetime]
BATCH = 5000
REDATE = """
    UPDATE audit_event e SET recorded_at = told.at
      FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS told(after, upto, at)
     WHERE e.id > told.after AND e.id <= told.upto
"""
RESEAL = "UPDATE audit_event e SET leaf = sec.event_leaf(e) WHERE e.id > %s AND e.id <= %s"


class StoryClock(datetime):
    """Stands in for `datetime` inside django.utils.timezone; each look at it is a moment later than the last."""

    moment: datetime

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # plain datetimes, not our own kind
        cls.moment += TICK
        return cls.moment.astimezone(tz)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """`timezone.now()`, also as the default of a field, tells this moment inside the block."""
    StoryClock.moment = moment
    setattr(timezone, "datetime", StoryClock)  # noqa: B010  # a name the module does not offer for setting
    try:
        yield
    finally:
        setattr(timezone, "datetime", datetime)  # noqa: B010  # see above


class EventDates:
    """Notes which events each act left, and gives them the moments of the acts when all is done."""

    def __init__(self) -> None:
        self.last = self.first = last_event()
        self.dated: list[Dated] = []

    def note(self, moment: datetime) -> None:
        """The events since the last note were of this moment."""
        before, self.last = self.last, last_event()
        if self.last > before:
            self.dated.append((before, self.last, moment))

    def write(self) -> None:
        """As the owner, in one transaction: the row security that holds for the owner too is lifted and put back."""
        with acting_as("owner"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY")
            for start in range(0, len(self.dated), BATCH):
                after, upto, moments = map(list, zip(*self.dated[start : start + BATCH], strict=True))
                cursor.execute(REDATE, [after, upto, moments])
            cursor.execute(RESEAL, [self.first, self.last])
            cursor.execute("ALTER TABLE audit_event FORCE ROW LEVEL SECURITY")


def last_event() -> int:
    """The number of the last event anybody left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_event_id_seq")
        return cursor.fetchone()[0]
