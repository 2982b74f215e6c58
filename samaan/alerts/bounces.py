"""E-mails that came back: what a delivery report says (RFC 3464), and who is told of it.

The report's recipient is the address the message was sent from, with the token of samaan.common.mail in it; no more
of the report is believed, kept or shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from samaan.access import context
from samaan.alerts import registry, rules
from samaan.alerts.models import Alert
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.common.mail import Token, token_in

ALERT = "alert"
KIND = "referral.mail_bounced"
# Who knows what to do about a message that did not arrive, by the kind in its token. Contexts above add theirs.
HANDLERS: dict[str, Callable[[UUID], object]] = {}
HEADERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Report:
    """What came back: the token of the message, and whether it failed for good."""

    token: Token
    is_final: bool


def read(raw: bytes) -> Report | None:
    """A delivery report about a message of ours; None for any other e-mail."""
    message = message_from_bytes(raw, policy=policy.default)
    addresses = [str(text) for name in HEADERS for text in message.get_all(name, [])]
    found = next(filter(None, map(token_in, addresses)), None)
    return Report(found, has_failed(message)) if found else None


def has_failed(message: EmailMessage) -> bool:
    """Whether any recipient's action is `failed`; a report that says `delayed` is news of nothing yet."""
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    blocks = [block for part in parts for block in part.get_payload() if not isinstance(block, str)]
    return any(str(block.get("Action", "")).strip().lower() == "failed" for block in blocks)


def take_in(raw: bytes) -> bool:
    """Note a bounce and tell whom it concerns; whether there was anything to note."""
    report = read(raw)
    if report is None or not report.is_final or report.token.kind not in HANDLERS:
        return False
    with context.acting(context.of_job("mail")):
        HANDLERS[report.token.kind](report.token.pk)
    return True


def alert_bounced(pk: UUID) -> None:
    """The inbox's e-mail about a referral did not reach a colleague: once a referral and person it is told."""
    alert = Alert.objects.filter(pk=pk).first()
    record = registry.load(alert.record_kind, alert.record_id) if alert else None
    if alert is None or record is None or alert.record_kind != "referral":
        return
    if Event.objects.filter(kind=KIND, record_id=alert.record_id, data__user=alert.user_id).exists():
        return
    rules.consider(stream.append(KIND, record=record, user=alert.user_id), record)


HANDLERS[ALERT] = alert_bounced
