"""Breaking the glass: opening a file in an emergency, ending that early, reviewing it afterwards."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import close_to
from samaan.accounts.models import User
from samaan.alerts import clocks, registry
from samaan.alerts.models import Clock
from samaan.audit import stream
from samaan.transitions import announce, lock
from samaan.walls.models import EmergencyAccess, EmergencyAllowance
from samaan.walls.permissions import can_end_emergency, can_review_emergency

REVIEW_WITHIN = timedelta(days=3)
# A sentence, however short.
LEAST_WORDS, LEAST_CHARACTERS = 4, 20
REFERENCE = re.compile(r"[A-Z]-\d{4}-\d{5}")
CLOCKS = {"case": "case.emergency", "report": "report.emergency"}
OPENED = {"case": "case.opened_in_emergency", "report": "report.opened_in_emergency"}
ENDED = {"case": "case.emergency_ended", "report": "report.emergency_ended"}
REVIEWED = {"case": "case.emergency_reviewed", "report": "report.emergency_reviewed"}


class TooManyAttempts(Exception):
    """This person has tried too often within an hour; `until` says when they may again."""

    def __init__(self, until: datetime):
        super().__init__("too many attempts")
        self.until = until


class NotAllowed(Exception):
    """This person may not end or review this opening, or somebody was faster."""


@transaction.atomic
def open_in_emergency(kind: str, reference: str, *, by: User, reason: str) -> Any:
    """Open a file by its reference for the minutes the pack allows, and tell its supervisors at once.

    Answers with the record; with nothing, and an event, when there is no such file or it is not for this person.
    Raises ValidationError (no reason) or TooManyAttempts.
    """
    refuse_without_reason(reason)
    use_allowance(by)
    reference = "".join(reference.split()).upper()
    with connection.cursor() as cursor:
        minutes = countrypack.pack().emergency_minutes
        cursor.execute("SELECT sec.open_in_emergency(%s, %s, %s)", [kind, reference, minutes])
        record_id = cursor.fetchone()[0]
    record = registry.load(kind, record_id) if record_id else None
    if record is None:
        # Only what looks like a reference: whatever else was typed may be somebody's name.
        asked = reference if REFERENCE.fullmatch(reference) else ""
        stream.append("emergency.refused", by=by, purpose="emergency", kind=kind, reference=asked)
        return None
    grant = Grant.objects.filter(
        record_id=record_id, principal=principals.user(by.pk), basis=Basis.BREAK_GLASS, revoked_at=None
    ).get()
    running = EmergencyAccess.objects.filter(file_id=record_id, user=by, began_at=grant.granted_at).exists()
    return record if running else keep(record, grant, by=by, reason=reason)


def keep(record: Any, grant: Grant, *, by: User, reason: str) -> Any:
    """The opening is on the file's record from now on, and a review is due."""
    assert grant.ends_at is not None, "the database sets it"
    in_order = countrypack.pack().choices("compartments")
    access = EmergencyAccess(
        file_id=record.pk,
        file_kind=record.record_kind,
        user=by,
        compartments=[code for code, _label in in_order if code in grant.compartments],
        reason=reason,
        began_at=grant.granted_at,
        ends_at=grant.ends_at,
    )
    access.save(force_insert=True)
    announce(
        OPENED[record.record_kind],
        record,
        by=by,
        purpose="emergency",
        access=access.pk,
        until=access.ends_at,
        compartments=access.compartments,
    )
    name = CLOCKS[record.record_kind]
    if not Clock.objects.filter(record_id=record.pk, name=name, met_at=None).exists():
        clocks.start(record, name, lasting=countrypack.pack().clock(name, level_of(record)) or REVIEW_WITHIN)
    return record


def level_of(record: Any) -> str:
    return record.risk if record.record_kind == "case" else record.level


def refuse_without_reason(reason: str) -> None:
    words = reason.split()
    if len(words) < LEAST_WORDS or len(" ".join(words)) < LEAST_CHARACTERS:
        raise ValidationError({"reason": _("Say in a sentence why you must open the file now.")})


def use_allowance(user: User) -> None:
    until = EmergencyAllowance.use(user, countrypack.pack().emergency_attempts)
    if until:
        raise TooManyAttempts(until)


@transaction.atomic
def end_emergency(access: EmergencyAccess, *, by: User) -> None:
    """Shut a file again before its time; whoever had opened it sees it no more."""
    lock(access)
    if not can_end_emergency(by, access):
        raise NotAllowed
    record = registry.load(access.file_kind, access.file_id)
    access.ended_at, access.ended_by = timezone.now(), by
    access.save(update_fields=["ended_at", "ended_by"])
    announce(ENDED[access.file_kind], record, by=by, access=access.pk, user=access.user_id)
    close_to(record, principals.user(access.user_id), basis=Basis.BREAK_GLASS)


@transaction.atomic
def review_emergency(access: EmergencyAccess, *, by: User, justified: bool, what_follows: str) -> None:
    """Say whether opening the file was justified, and what follows. One that was not ends now if it still lasts."""
    lock(access)
    if not can_review_emergency(by, access):
        raise NotAllowed
    if not justified and access.is_running:
        end_emergency(access, by=by)
    record = registry.load(access.file_kind, access.file_id)
    access.reviewed_at, access.reviewed_by = timezone.now(), by
    access.justified, access.what_follows = justified, what_follows
    access.save(update_fields=["reviewed_at", "reviewed_by", "justified", "what_follows"])
    announce(REVIEWED[access.file_kind], record, by=by, access=access.pk, user=access.user_id, justified=justified)
    if not EmergencyAccess.objects.filter(file_id=access.file_id, reviewed_at=None).exists():
        clocks.meet(record, CLOCKS[access.file_kind])
