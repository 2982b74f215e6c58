"""Messages between the two sides of a referral."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.referrals.models import Message, Reading, Referral
from samaan.referrals.workflow import steps
from samaan.transitions import Transition, move
from samaan.vault import files


def send_message(
    referral: Referral, text: str = "", *, by: User, client_id: UUID, phrase: str = "", file: UploadedFile | None = None
) -> Message:
    """Say something to the other side. The same `client_id` again is the same message: a bad line doubles nothing."""
    return write(referral, steps.MESSAGE, text=text, phrase=phrase, by=by, client_id=client_id, file=file)


def write(referral: Referral, step: Transition, *, by: User, client_id: UUID, **content) -> Message:
    """Add a message as part of a step that makes these `changes`, unless this very message is already there."""
    there = Message.objects.filter(sender=by, client_id=client_id)
    if found := there.first():
        return found
    try:
        return add(referral, step, by=by, client_id=client_id, **content)
    except IntegrityError:
        # The same message came in on two lines at once, and the other one was first.
        return there.get()


@transaction.atomic
def add(
    referral: Referral,
    step: Transition,
    *,
    by: User,
    client_id: UUID,
    text: str = "",
    phrase: str = "",
    file: UploadedFile | None = None,
    changes: dict[str, Any] | None = None,
) -> Message:
    message = Message(referral=referral, sender=by, client_id=client_id, text=text, phrase=phrase)
    referral.speaking = by
    about: dict[str, Any] = {"message": message.pk}
    if file:
        message.attachment = files.store(file, record=referral, compartment="chat", by=by)
        about |= {"file": message.attachment.pk, "sha256": message.attachment.sha256}
    move(referral, step, by=by, event_data=about, last_message_at=message.sent_at, **(changes or {}))
    message.save(force_insert=True)
    return message


def mark_read(referral: Referral, *, by: User) -> None:
    """Note how far somebody has read. It is their own bookmark, so no event."""
    now = timezone.now()
    if not Reading.objects.filter(referral=referral, user=by).update(read_at=now):
        Reading.objects.bulk_create([Reading(referral=referral, user=by, read_at=now)], ignore_conflicts=True)
