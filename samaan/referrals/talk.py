"""The chat as one reader sees it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.referrals import mentions, phrases, queries
from samaan.referrals.guest import Actor, account_of
from samaan.referrals.models import OPEN, Message, Reading, Referral
from samaan.referrals.permissions import can_write, is_provider
from samaan.referrals.workflow import can_delete
from samaan.referrals.workflow.steps import MESSAGE
from samaan.vault.models import StoredFile


@dataclass(frozen=True)
class Attachment:
    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Person:
    """Somebody who can be named in a message."""

    id: int
    name: str
    organisation: str


@dataclass(frozen=True)
class Places:
    """Where the chat's own addresses are: a guest has others than a colleague."""

    file: Callable[[Referral, UUID], str] = lambda referral, pk: reverse("referrals:file", args=[referral.pk, pk])
    delete: Callable[[Referral, UUID], str] = lambda referral, pk: reverse(
        "referrals:message_delete", args=[referral.pk, pk]
    )


@dataclass
class Said:
    """One message, as the chat component shows it."""

    id: UUID
    text: str
    who: str
    at: datetime
    mine: bool
    state: str = ""
    seen_at: datetime | None = None
    # Taken back by its writer: only that there was something.
    deleted_at: datetime | None = None
    delete_url: str = ""
    mentions: list[str] = field(default_factory=list)
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
    people: list[Person] = field(default_factory=list)


HERE = Places()


def talk_of(referral: Referral, user: Actor, *, everything: bool = False, places: Places = HERE) -> Talk:
    """The chat for this reader: what is new is marked, and the latest own message says who has seen it, and when."""
    messages, has_earlier = queries.messages_of(referral, everything=everything)
    until = queries.read_until(referral, user) if messages else None
    named = named_in(messages)
    said = [spoken(message, referral, user, places, named) for message in messages]
    new = [line for line in said if not line.mine and (until is None or line.at > until)]
    if new:
        new[0].first_unread = True
    mark_seen(said, referral, user)
    closed = closed_words(referral, user)
    if closed:
        return Talk(said, has_earlier, closed, [], bool(new))
    return Talk(said, has_earlier, "", standard_answers(referral, user), bool(new), to_name(referral, user))


def named_in(messages: Iterable[Message]) -> dict[int, str]:
    ids = {pk for message in messages for pk in message.mentions}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name")) if ids else {}


def to_name(referral: Referral, user: Actor) -> list[Person]:
    """Whom a message can name: everybody who reads here, but the writer."""
    others = [other for other in mentions.people(referral) if other.pk != user.pk]
    return [Person(other.pk, other.full_name, str(other.organisation)) for other in others]


def spoken(message: Message, referral: Referral, user: Actor, places: Places, named: dict[int, str]) -> Said:
    return Said(
        id=message.pk,
        text=str(phrases.words(message.phrase)) if message.phrase else message.text,
        who=message.writer,
        at=message.sent_at,
        mine=message.sender_id == user.pk,
        deleted_at=message.deleted_at,
        delete_url=places.delete(referral, message.pk) if can_delete(message, user) else "",
        mentions=[named[pk] for pk in message.mentions if pk in named],
        attachments=[attached(message.attachment, referral, places)] if message.attachment else [],
    )


def attached(stored: StoredFile, referral: Referral, places: Places) -> Attachment:
    return Attachment(stored.name, places.file(referral, stored.pk), stored.size)


def mark_seen(said: list[Said], referral: Referral, user: Actor) -> None:
    """Who of the other side has seen one's own last message that anybody of them has read, and when."""
    mine = [line for line in said if line.mine]
    if not mine:
        return
    own_side = is_provider(user, referral)
    readings = Reading.objects.filter(referral=referral).exclude(user=account_of(user)).select_related("user__role")
    others = [reading for reading in readings.order_by("read_at") if of_provider(reading, referral) != own_side]
    seen = [line for line in mine if others and line.at <= others[-1].read_at]
    if seen:
        names = [reading.reader for reading in others if reading.read_at >= seen[-1].at]
        seen[-1].state = _("Seen by %(names)s") % {"names": ", ".join(names)}
        seen[-1].seen_at = others[-1].read_at


def of_provider(reading: Reading, referral: Referral) -> bool:
    return reading.user is None or is_provider(reading.user, referral)


def closed_words(referral: Referral, user: Actor) -> str:
    if referral.status not in MESSAGE.sources:
        return _("This referral has ended: no more messages can be written.")
    if not can_write(user, referral):
        return _("You can read this conversation, and not write in it.")
    return ""


def standard_answers(referral: Referral, user: Actor) -> list[tuple[str, str]]:
    """What is said with one tap while the referral is open."""
    if referral.status not in OPEN:
        return []
    offered = phrases.FROM_PROVIDER if is_provider(user, referral) else phrases.FROM_SENDER
    return [(code, str(words)) for code, words in offered.items()]
