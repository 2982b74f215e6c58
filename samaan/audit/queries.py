"""The state of the sealed log and its newest events, for whoever audits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from samaan.accounts.models import User
from samaan.audit import findings
from samaan.audit.models import Checkpoint, Event, SealingState, Verification

SHOWN = 12
LAST = 2**62
# Events that wait longer than this say that nobody seals.
LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class State:
    """How the log is."""

    newest: Checkpoint | None
    waiting: int
    waiting_since: datetime | None
    sealer: SealingState | None

    @property
    def events(self) -> int:
        return (self.newest.size if self.newest else 0) + self.waiting

    @property
    def sealing(self) -> bool:
        """Whether the sealer keeps up."""
        refusing = self.sealer is not None and self.sealer.failing_since is not None
        late = self.waiting_since is not None and self.waiting_since < timezone.now() - LATE
        return not refusing and not late


@dataclass(frozen=True)
class WitnessLine:
    """One witness and how far it has come; no state while it was handed nothing."""

    kind: str
    where: str
    state: SealingState | None


@dataclass(frozen=True)
class EventLine:
    """One event in the list, and the name of whoever did it."""

    event: Event
    name: str


def state() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT events, since FROM sec.waiting_events()")
        waiting, since = cursor.fetchone()
    newest = Checkpoint.objects.order_by("-number").first()
    return State(newest, waiting, since, SealingState.objects.filter(name="sealer").first())


def witnesses() -> list[WitnessLine]:
    """The file, and the mail when somebody gets it."""
    config, states = settings.CONFIG, SealingState.objects.in_bulk()
    found = [WitnessLine("file", str(config.witness_path()), states.get("file"))]
    if config.witness_mail:
        found.append(WitnessLine("mail", ", ".join(config.witness_mail), states.get("mail")))
    return found


def last_verification() -> tuple[Verification | None, list[findings.Finding]]:
    """The newest, and what it found."""
    newest = Verification.objects.order_by("-id").first()
    return newest, list(findings.from_stored(newest.findings)) if newest else []


def newest_events(below: int = LAST) -> list[EventLine]:
    """The newest events below a number."""
    events = list(Event.objects.raw("SELECT * FROM sec.audited_events(%s, %s)", [below, SHOWN]))
    names = dict(User.objects.filter(pk__in={event.actor_id for event in events}).values_list("pk", "full_name"))
    return [EventLine(event, names.get(event.actor_id or 0, "")) for event in events]
