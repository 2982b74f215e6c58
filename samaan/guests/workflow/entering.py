"""A guest comes in with the link and the code, and later comes back with the code alone, in the same browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import close_to, grant_to, open_to
from samaan.guests import secrets
from samaan.guests.models import TRIES, Link
from samaan.guests.workflow.inviting import PURPOSE, THRESHOLD, end_of
from samaan.referrals.sharing import provider_grants
from samaan.transitions import announce, lock

# What lasts as long as one sits at the page is written down no more often than this.
STEP = timedelta(minutes=1)


@dataclass(frozen=True)
class Entered:
    """What the browser is given: its own secret, for coming back, and the session's."""

    device: str
    session: str


@dataclass(frozen=True)
class Refused:
    """`over`: this link lets nobody in any more. Otherwise the code was wrong, and so many tries are left."""

    over: bool
    left: int = 0


@transaction.atomic
def enter(link: Link, code: str) -> Entered | Refused:
    """Come in by the link, once: it ends, and this browser alone comes back."""
    lock(link)
    if refused := refusal(link, code):
        return refused
    device = secrets.new_secret()
    link.device = principals.guest(device)
    link.save(update_fields=["device"])
    open_to(link, link.device, THRESHOLD, by=None, basis=Basis.GUEST, purpose=PURPOSE, ends_at=link.expires_at)
    return begin_session(link, device)


@transaction.atomic
def come_back(link: Link, device: str, code: str) -> Entered | Refused:
    """The session has ended, the link's time has not: the same browser asks for the code again."""
    lock(link)
    return refusal(link, code) or begin_session(link, device)


def refusal(link: Link, code: str) -> Refused | None:
    """Count a wrong code; the fifth closes the link, and whoever sent it is told."""
    if not link.is_live:
        return Refused(over=True)
    if secrets.is_code(link.pk, code, link.code):
        return None
    link.tries += 1
    link.save(update_fields=["tries"])
    announce("referral.guest_refused", link, by=link.guest, tries=link.tries)
    if link.tries < TRIES:
        return Refused(over=False, left=TRIES - link.tries)
    end_of(link, Link.End.GUESSED, by=link.guest)
    return Refused(over=True)


def begin_session(link: Link, device: str) -> Entered | Refused:
    """Open to this session what is open to the provider now, on what that rests, and for a day at most."""
    grants = [grant for grant in provider_grants(link.referral_id) if is_seat(grant)]
    if not grants:
        return Refused(over=True)
    session = secrets.new_secret()
    before = [link.token, link.session] if link.session else [link.token]
    now = timezone.now()
    link.session, link.seen_at, link.tries = principals.guest(session), now, 0
    link.entered_at = link.entered_at or now
    link.save(update_fields=["session", "seen_at", "tries", "entered_at"])
    opening(link, grants).save(force_insert=True)
    announce("referral.guest_entered", link, by=link.guest)
    # Last: until here it is by one of these that the guest acts.
    for principal in before:
        close_to(link, principal)
    return Entered(device, session)


def opening(link: Link, grants: list[Grant]) -> Grant:
    """The grant of a session: what all of the provider's grants open, never longer than any of them."""
    parts = {part for grant in grants for part in grant.compartments}
    resting = next((grant.consent_use_id for grant in grants if grant.consent_use_id), None)
    ends: list[datetime] = [grant.ends_at for grant in grants if grant.ends_at]
    until = min([*ends, link.expires_at, timezone.now() + settings.SESSION_ABSOLUTE])
    opened = grant_to(link.session or 0, sorted(parts), basis=Basis.REFERRAL, purpose=PURPOSE, ends_at=until)
    opened.record_id, opened.consent_use_id = link.referral_id, resting
    return opened


def is_seat(grant: Grant) -> bool:
    return principals.kind_of(grant.principal) is principals.Kind.SEAT


def is_awake(link: Link, session: str) -> bool:
    """Whether this session goes on, or the code is asked for again after a pause."""
    since = timezone.now() - countrypack.pack().conversation.code_after
    return link.session == principals.guest(session) and link.seen_at is not None and link.seen_at > since


def note_look(link: Link) -> None:
    """The pause before the code is asked for begins anew."""
    now = timezone.now()
    if link.seen_at is None or link.seen_at < now - STEP:
        link.seen_at = now
        link.save(update_fields=["seen_at"])
