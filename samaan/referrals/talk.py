"""The chat as one reader sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.referrals import phrases, queries
from samaan.referrals.models import OPEN, Message, Reading, Referral
from samaan.referrals.permissions import can_write, is_provider
from samaan.referrals.workflow.steps import MESSAGE
from samaan.vault.models import StoredFile


@dataclass(frozen=True)
class Attachment:
    name: str
    url: str
    size: int


@dataclass
class Said:
    """One message, as the chat component shows it."""

    id: UUID
    text: str
    who: str
    at: datetime
    mine: bool
    state: str = ""
    first_unread: bool = False
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Talk:
    """The messages, whether there are earlier ones, and why nobody can write when nobody can."""

    messages: list[Said]
    has_earlier: bool
    closed: str
    phrases: list[tuple[str, str]]
    has_unread: bool


def talk_of(referral: Referral, user: User, *, everything: bool = False) -> Talk:
    """The chat for this reader: what is new is marked, and the latest own message says whether it was seen."""
    messages, has_earlier = queries.messages_of(referral, everything=everything)
    until = queries.read_until(referral, user) if messages else None
    said = [spoken(message, referral, user) for message in messages]
    new = [line for line in said if not line.mine and (until is None or line.at > until)]
    if new:
        new[0].first_unread = True
    mark_seen(said, referral, user)
    closed = closed_words(referral, user)
    return Talk(said, has_earlier, closed, [] if closed else standard_answers(referral, user), bool(new))


def spoken(message: Message, referral: Referral, user: User) -> Said:
    return Said(
        id=message.pk,
        text=str(phrases.words(message.phrase)) if message.phrase else message.text,
        who=message.sender.full_name,
        at=message.sent_at,
        mine=message.sender_id == user.pk,
        attachments=[attached(message.attachment, referral)] if message.attachment else [],
    )


def attached(stored: StoredFile, referral: Referral) -> Attachment:
    return Attachment(stored.name, reverse("referrals:file", args=[referral.pk, stored.pk]), stored.size)


def mark_seen(said: list[Said], referral: Referral, user: User) -> None:
    """“Seen” at the last message of one's own that somebody of the other side has read."""
    mine = [line for line in said if line.mine]
    if not mine:
        return
    own_side = is_provider(user, referral)
    readings = Reading.objects.filter(referral=referral).exclude(user=user).select_related("user__role")
    others = [reading.read_at for reading in readings if is_provider(reading.user, referral) != own_side]
    seen = [line for line in mine if others and line.at <= max(others)]
    if seen:
        seen[-1].state = _("Seen")


def closed_words(referral: Referral, user: User) -> str:
    if referral.status not in MESSAGE.sources:
        return _("This referral has ended: no more messages can be written.")
    if not can_write(user, referral):
        return _("You can read this conversation, and not write in it.")
    return ""


def standard_answers(referral: Referral, user: User) -> list[tuple[str, str]]:
    """What is said with one tap while the referral is open."""
    if referral.status not in OPEN:
        return []
    offered = phrases.FROM_PROVIDER if is_provider(user, referral) else phrases.FROM_SENDER
    return [(code, str(words)) for code, words in offered.items()]
