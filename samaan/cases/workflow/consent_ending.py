"""What the clock does in the consent ledger: a warning before consent runs out, and its end."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from samaan.access import consent as ledgers
from samaan.access.consent import IN_FORCE, Ledger, State
from samaan.access.models import Answer, ConsentEntry
from samaan.cases import sharing
from samaan.cases.models import Case
from samaan.transitions import announce, lock

WARN_BEFORE = timedelta(days=14)
PURPOSE = "consent"


def soon_over() -> QuerySet[ConsentEntry]:
    """What runs out soon, and nobody was told yet."""
    last_day = timezone.localdate() + WARN_BEFORE
    found = ConsentEntry.objects.filter(answer=Answer.GIVEN, expired_at=None, warned_at=None)
    return found.filter(ends_on__gte=timezone.localdate(), ends_on__lte=last_day)


def over() -> QuerySet[ConsentEntry]:
    """What has run out since this was last looked at."""
    return ConsentEntry.objects.filter(answer=Answer.GIVEN, expired_at=None, ends_on__lt=timezone.localdate())


@transaction.atomic
def warn_of_end(entry_id: UUID) -> None:
    """Tell the case manager that consent runs out soon, once."""
    case, entry, ledger = locked(entry_id)
    if entry.warned_at is None and ledger.state(entry) in IN_FORCE:
        announce("case.consent_ending", case, by=None, purpose=PURPOSE, entry=entry.pk, ends_on=entry.ends_on)
    mark(entry, "warned_at")


@transaction.atomic
def expire_consent(entry_id: UUID) -> None:
    """End what rests on consent that has run out, unless another entry allows it as well."""
    case, entry, ledger = locked(entry_id)
    if entry.expired_at is None and ledger.state(entry) == State.EXPIRED:
        lost = []
        for use in [use for use in ledgers.live_uses(case.pk) if use.entry_id == entry.pk]:
            other = ledger.covering(ledgers.asked_of(use))
            if other:
                ledgers.move_to(use, other)
            else:
                lost.append(use)
        announce("case.consent_expired", case, by=None, purpose=PURPOSE, entry=entry.pk, ended=len(lost))
        sharing.end(lost, sharing.EXPIRED, by=None)
    mark(entry, "expired_at")


def locked(entry_id: UUID) -> tuple[Case, ConsentEntry, Ledger]:
    """The case held until the transaction ends, and its ledger as it then stands."""
    case = Case.objects.get(pk=ConsentEntry.objects.values_list("case_id", flat=True).get(pk=entry_id))
    lock(case)
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    return case, next(entry for entry in ledger.entries if entry.pk == entry_id), ledger


def mark(entry: ConsentEntry, name: str) -> None:
    setattr(entry, name, timezone.now())
    entry.save(update_fields=[name])
