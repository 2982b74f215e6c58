"""Messages between the two sides of a referral."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from samaan import countrypack
from samaan.referrals import mentions as mentionable
from samaan.referrals.guest import Actor, account_of, guest_of
from samaan.referrals.models import Message, Reading, Referral
from samaan.referrals.workflow import steps
from samaan.transitions import NotPermitted, Transition, announce, lock, move
from samaan.vault import files

# What the contexts above have to do once something was said: they append theirs in `ready()`.
WHEN_SAID: list[Callable[[Referral, Actor], object]] = []


def send_message(
    referral: Referral,
    text: str = "",
    *,
    by: Actor,
    client_id: UUID,
    phrase: str = "",
    file: UploadedFile | None = None,
    mentions: Iterable[int] = (),
) -> Message:
    """Say something to the other side. The same `client_id` again is the same message: a bad line doubles nothing."""
    content = {"text": text, "phrase": phrase, "file": file, "mentions": list(mentions)}
    return write(referral, steps.MESSAGE, by=by, client_id=client_id, **content)


def write(referral: Referral, step: Transition, *, by: Actor, client_id: UUID, **content) -> Message:
    """Add a message as part of a step that makes these `changes`, unless this very message is already there."""
    there = Message.objects.filter(of_writer(referral, by), client_id=client_id)
    if found := there.first():
        return found
    try:
        return add(referral, step, by=by, client_id=client_id, **content)
    except IntegrityError:
        # The same message came in on two lines at once, and the other one was first.
        return there.get()


def of_writer(referral: Referral, by: Actor) -> Q:
    """What this person wrote; of a guest, what guests of the provider wrote here."""
    return Q(sender=account_of(by)) if account_of(by) else Q(referral=referral, sender=None)


@transaction.atomic
def add(
    referral: Referral,
    step: Transition,
    *,
    by: Actor,
    client_id: UUID,
    text: str = "",
    phrase: str = "",
    file: UploadedFile | None = None,
    mentions: Iterable[int] = (),
    changes: dict[str, Any] | None = None,
) -> Message:
    message = Message(
        referral=referral, sender=account_of(by), guest=guest_of(by), client_id=client_id, text=text, phrase=phrase
    )
    message.mentions = [user.pk for user in mentionable.people(referral) if user.pk in set(mentions)]
    referral.speaking, referral.mentioned = by, tuple(message.mentions)
    about: dict[str, Any] = {"message": message.pk}
    if file:
        message.attachment = files.store(file, record=referral, compartment="chat", by=account_of(by))
        about |= {"file": message.attachment.pk, "sha256": message.attachment.sha256}
    move(referral, step, by=by, event_data=about, last_message_at=message.sent_at, **(changes or {}))
    message.save(force_insert=True)
    for tell in WHEN_SAID:
        tell(referral, by)
    if message.mentions:
        announce("referral.mentioned", referral, by=by, message=message.pk, users=message.mentions)
    return message


@transaction.atomic
def delete_message(message: Message, *, by: Actor) -> None:
    """Take back what one wrote, while the pack allows it: the words are destroyed, that there were some stays."""
    referral = message.referral
    lock(referral)
    lock(message)
    if message.deleted_at:
        return
    if not can_delete(message, by):
        raise NotPermitted(steps.DELETE_MESSAGE, referral)
    move(referral, steps.DELETE_MESSAGE, by=by, event_data={"message": message.pk})
    if message.attachment:
        files.empty(message.attachment)
    message.text, message.phrase, message.attachment, message.mentions = "", "", None, []
    message.deleted_at = timezone.now()
    message.save(update_fields=["text", "phrase", "attachment", "mentions", "deleted_at"])


def can_delete(message: Message, by: Actor) -> bool:
    """One's own, until the pack's time is over; a guest's, whoever of the guests has the link now."""
    since = timezone.now() - countrypack.pack().conversation.delete_within
    return message.sender_id == by.pk and message.deleted_at is None and message.sent_at > since


def mark_read(referral: Referral, *, by: Actor) -> None:
    """Note how far somebody has read. It is their own bookmark, so no event."""
    now, user = timezone.now(), account_of(by)
    if not Reading.objects.filter(referral=referral, user=user).update(read_at=now):
        Reading.objects.bulk_create([Reading(referral=referral, user=user, read_at=now)], ignore_conflicts=True)
