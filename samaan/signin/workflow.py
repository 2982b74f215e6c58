"""Ending what one is signed in with: here, elsewhere, and programs. Each takes effect on the next request."""

from django.db import transaction

from samaan.accounts.models import ApiToken, User
from samaan.audit import stream
from samaan.signin.models import Session
from samaan.signin.sessions import hidden


@transaction.atomic
def end_session(session: Session, *, by: User) -> None:
    """Sign out in one other browser."""
    session.delete()
    stream.append("session.ended", by=by, sessions=1)


@transaction.atomic
def end_other_sessions(*, by: User, keep: str) -> int:
    """Sign out everywhere but in the browser whose key is `keep`; says in how many."""
    ended = end_silently(by, keep)
    stream.append("session.ended", by=by, sessions=ended)
    return ended


@transaction.atomic
def end_token(token: ApiToken, *, by: User) -> None:
    """Take a program's rights away."""
    token.delete()
    stream.append("token.ended", by=by, token=token.digest[:12])


def end_silently(user: User, keep: str | None) -> int:
    """The same as part of another act, which has its own event."""
    others = Session.objects.filter(user=user)
    if keep:
        others = others.exclude(session_key=hidden(keep))
    return others.delete()[0]
