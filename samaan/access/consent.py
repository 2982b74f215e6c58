"""What a case's consent ledger allows today, and what rests on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import Answer, ConsentEntry, ConsentUse
from samaan.accounts.models import Organisation, User
from samaan.vault import keyring

# A child does not consent alone.
ALONE = "consent"


class State(models.TextChoices):
    LIVE = "live", _("In force")
    PARTLY = "partly", _("In force, in part withdrawn")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")
    REPLACED = "replaced", _("Replaced")
    EXPIRED = "expired", _("Run out")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")


IN_FORCE = (State.LIVE, State.PARTLY)


@dataclass(frozen=True)
class Asked:
    """Somebody wants to share these kinds of information with this organisation for this purpose."""

    compartments: frozenset[str]
    receiver: Organisation
    purpose: str


class Ledger:
    """The entries of one case in their order. A later refusal outweighs an earlier yes, and the other way round."""

    def __init__(self, entries: Iterable[ConsentEntry], *, is_child: bool, today: date | None = None) -> None:
        self.entries = list(entries)
        self.is_child = is_child
        self.today = today or timezone.localdate()

    @classmethod
    def of(cls, case_id: UUID, *, is_child: bool) -> "Ledger":
        """As far as the present context may see it."""
        entries = list(ConsentEntry.objects.filter(case_id=case_id).select_related("recorded_by", "scan"))
        keyring.preload([case_id])
        return cls(entries, is_child=is_child)

    def covering(self, asked: Asked) -> ConsentEntry | None:
        """The entry that allows this; of several the one that lasts the longest."""
        found = [entry for entry in self.entries if self.allows(entry, asked)]
        return max(found, key=lambda entry: (entry.ends_on or date.max, entry.number), default=None)

    def allows(self, entry: ConsentEntry, asked: Asked) -> bool:
        """Whether this entry alone allows all of it."""
        return (
            self.state(entry) in IN_FORCE
            and not (self.is_child and entry.basis == ALONE)
            and asked.compartments <= set(entry.compartments)
            and names(entry, asked.receiver)
            and asked.purpose in entry.purposes
            and not any(takes_back(later, asked) for later in self.taken_from(entry))
        )

    def state(self, entry: ConsentEntry) -> State:
        if entry.answer == Answer.REFUSED:
            return State.REFUSED
        if any(later.answer == Answer.GIVEN for later in self.changes_of(entry)):
            return State.REPLACED
        if entry.answer == Answer.WITHDRAWN or self.is_taken_back(entry):
            return State.WITHDRAWN
        if entry.ends_on and entry.ends_on < self.today:
            return State.EXPIRED
        return State.PARTLY if self.taken_from(entry) else State.LIVE

    def changes_of(self, entry: ConsentEntry) -> list[ConsentEntry]:
        return [later for later in self.entries if later.changes_id == entry.pk]

    def taken_from(self, entry: ConsentEntry) -> list[ConsentEntry]:
        """Withdrawals of parts of this entry, and refusals that came after it and touch it."""
        refusals = [
            later
            for later in self.entries
            if later.number > entry.number and later.answer == Answer.REFUSED and touches(later, entry)
        ]
        return [later for later in self.changes_of(entry) if later.answer == Answer.WITHDRAWN] + refusals

    def is_taken_back(self, entry: ConsentEntry) -> bool:
        """Whether nothing of an entry is left."""
        taken = [later for later in self.changes_of(entry) if later.answer == Answer.WITHDRAWN]
        return any(is_whole(later) for later in taken) or (bool(taken) and not all(self.left(entry)))

    def left(self, entry: ConsentEntry) -> tuple[list[str], list[int | str]]:
        """The kinds of information, and the receivers, that were not withdrawn since."""
        taken = [later for later in self.changes_of(entry) if later.answer == Answer.WITHDRAWN]
        parts = {part for later in taken for part in later.compartments}
        receivers: set[int | str] = set()
        for later in taken:
            receivers.update(later.organisations, later.kinds)
        everybody: list[int | str] = [*entry.organisations, *entry.kinds]
        return (
            [part for part in entry.compartments if part not in parts],
            [found for found in everybody if found not in receivers],
        )


def is_whole(withdrawal: ConsentEntry) -> bool:
    return not (withdrawal.compartments or withdrawal.organisations or withdrawal.kinds)


def names(entry: ConsentEntry, receiver: Organisation) -> bool:
    """Whether an entry speaks of this organisation, by its name or by its kind."""
    return receiver.pk in entry.organisations or receiver.kind in entry.kinds


def takes_back(later: ConsentEntry, asked: Asked) -> bool:
    """Whether a withdrawal, or a refusal, forbids this."""
    if later.answer == Answer.WITHDRAWN:
        return is_whole(later) or bool(asked.compartments & set(later.compartments)) or names(later, asked.receiver)
    anybody = not (later.organisations or later.kinds)
    return (
        (not later.compartments or bool(asked.compartments & set(later.compartments)))
        and (anybody or names(later, asked.receiver))
        and (not later.purposes or asked.purpose in later.purposes)
    )


def touches(refusal: ConsentEntry, entry: ConsentEntry) -> bool:
    """Whether a refusal concerns any kind of information and any purpose that an entry allows."""
    parts = not refusal.compartments or set(refusal.compartments) & set(entry.compartments)
    purposes = not refusal.purposes or set(refusal.purposes) & set(entry.purposes)
    return bool(parts and purposes)


def asked_of(use: ConsentUse) -> Asked:
    return Asked(frozenset(use.compartments), use.receiver, use.purpose)


def end_of(entry: ConsentEntry) -> datetime | None:
    """The moment an entry runs out: the end of its last day."""
    if entry.ends_on is None:
        return None
    return timezone.make_aware(datetime.combine(entry.ends_on + timedelta(days=1), time.min))


def live_uses(case_id: UUID) -> list[ConsentUse]:
    """What rests on the ledger of a case now."""
    return list(ConsentUse.objects.filter(case_id=case_id, ended_at=None).select_related("entry", "receiver"))


def found_on(entry: ConsentEntry, target_id: UUID, asked: Asked, *, by: User) -> ConsentUse:
    """Note that a record's sharing rests on this entry; the grants then name the note."""
    use = ConsentUse(
        case_id=entry.case_id,
        entry=entry,
        target_id=target_id,
        compartments=sorted(asked.compartments),
        receiver=asked.receiver,
        purpose=asked.purpose,
        founded_by=by,
        ends_at=end_of(entry),
    )
    use.save(force_insert=True)
    return use


def move_to(use: ConsentUse, entry: ConsentEntry) -> None:
    """From now on it rests on another entry, and lasts as long as that one."""
    use.entry, use.ends_at = entry, end_of(entry)
    use.save(update_fields=["entry", "ends_at"])


def end_uses(uses: Iterable[ConsentUse], reason: str) -> None:
    """End them; the database ends the grants that rest on them, also those this person does not see."""
    for use in uses:
        use.ended_at, use.end_reason = timezone.now(), reason
        use.save(update_fields=["ended_at", "end_reason"])
