"""The sending side makes a link, and ends it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, open_to
from samaan.accounts.models import User
from samaan.guests import secrets
from samaan.guests.models import Link
from samaan.guests.permissions import INVITABLE, can_invite
from samaan.referrals.models import Referral
from samaan.transitions import Transition, announce, lock, move

INVITE = Transition("referral.guest_invited", INVITABLE, None, can_invite, _("Invite without an account"))
END = Transition("referral.guest_ended", (*INVITABLE, "declined", "expired", "closed"), None, can_invite)
# All that the link's token, and later the browser's secret, opens: the link itself, never the referral.
THRESHOLD = ("guest",)
PURPOSE = "referral"


@dataclass(frozen=True)
class Invited:
    """The link with its two halves, which are known now and never again."""

    link: Link
    token: str
    code: str


@transaction.atomic
def invite_guest(referral: Referral, *, by: User, name: str, email: str = "", language: str = "en") -> Invited:
    """Make a link for somebody at the provider; an earlier one ends. The code goes by another way than the link."""
    move(referral, INVITE, by=by)
    for earlier in Link.objects.filter(referral=referral, ended_at=None):
        close_link(earlier, Link.End.RENEWED)
    token, code = secrets.new_secret(), secrets.new_code()
    link = Link(
        referral=referral,
        organisation=referral.organisation,
        provider=referral.provider,
        name=name,
        email=email,
        language=language,
        token=principals.guest(token),
        made_by=by,
        expires_at=timezone.now() + countrypack.pack().conversation.link_lasts,
    )
    link.code = secrets.blind_code(link.pk, code)
    link.save(force_insert=True)
    open_to(link, link.token, THRESHOLD, by=by, basis=Basis.GUEST, purpose=PURPOSE, ends_at=link.expires_at)
    return Invited(link, token, code)


@transaction.atomic
def end_link(link: Link, *, by: User) -> None:
    """Show the guest out, as of their next request. A link that has ended already stays as it ended."""
    lock(link)
    if link.ended_at:
        return
    move(link.referral, END, by=by)
    close_link(link, Link.End.ENDED)


def end_of(link: Link, reason: str, *, by: Any = None) -> None:
    """End a link from its guest's side: five wrong codes, or because they have left."""
    kind = "referral.guest_locked" if reason == Link.End.GUESSED else "referral.guest_ended"
    announce(kind, link, by=by, reason=reason)
    close_link(link, reason)


def close_link(link: Link, reason: str) -> None:
    link.ended_at, link.end_reason = timezone.now(), reason
    link.save(update_fields=["ended_at", "end_reason"])
    for principal in (link.session, link.token, link.device):
        if principal:
            close_to(link, principal)
