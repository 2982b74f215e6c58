"""Signed-in sessions, made in the database: signing in itself is not what is measured."""

import time


def cookie_of(user) -> str:
    """The cookie of a fresh session with both factors."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from samaan.signin.sessions import SessionStore

    session = SessionStore()
    now = int(time.time())
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[1],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "started": now,
            "seen": now,
            "has_factor": True,
        }
    )
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
