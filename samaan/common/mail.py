"""Sending an e-mail whose bounce finds its way back: the envelope's sender names what the message was about.

`bounces+guest.3f2a…@example.org` comes from the configured return address; without one, mail is sent as it always was.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage


@dataclass(frozen=True)
class Token:
    """What kind of row a message was about, and which."""

    kind: str
    pk: UUID

    def __str__(self) -> str:
        return f"{self.kind}.{self.pk.hex}"


def send(subject: str, body: str, to: str, *, about: Token) -> None:
    """Raises what the mail server answers: smtplib.SMTPRecipientsRefused for an address there is not."""
    EmailMessage(subject, body, envelope(about), [to], headers={"From": settings.DEFAULT_FROM_EMAIL}).send()


def envelope(about: Token) -> str:
    name, at, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{about}@{host}" if at else settings.DEFAULT_FROM_EMAIL


def token_in(address: str) -> Token | None:
    """The token in an address a bounce came back to."""
    found = re.search(r"\+([a-z_]+)\.([0-9a-f]{32})@", address.lower())
    return Token(found[1], UUID(found[2])) if found else None
