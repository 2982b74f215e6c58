"""Whoever answers for a provider without having an account: let in by a link and a code, to one referral."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, User

# What their side of a referral needs, and nothing besides.
MAY = {"referral.respond", "chat.write"}


@dataclass(frozen=True)
class Guest:
    """Acts where a colleague of the provider would. `guest` is the link they came by: the record names them by it."""

    guest: UUID
    organisation: Organisation
    language: str = "en"
    # Events and rows name accounts by this, and a guest has none.
    pk = None

    def __str__(self) -> str:
        return self.full_name

    @property
    def organisation_id(self) -> int:
        return self.organisation.pk

    @property
    def full_name(self) -> str:
        return name_of(self.organisation)

    def can(self, permission: str) -> bool:
        return permission in MAY


Actor = User | Guest


def name_of(provider: Organisation | str) -> str:
    return _("Guest of %(provider)s") % {"provider": provider}


def account_of(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def guest_of(by: Actor) -> UUID | None:
    return by.guest if isinstance(by, Guest) else None
