"""Somebody signed in without the pages that lead there."""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from playwright.sync_api import BrowserContext

if TYPE_CHECKING:
    from samaan.accounts.models import User  # this file is read before Django is set up


def signed_in(user: "User", **options) -> Client:
    """Django's own client with a session of this person, second factor included; no event tells of it."""
    from samaan.signin.sessions import SessionStore  # this file is read before Django is set up

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["has_factor"] = True
    session.create()
    client = Client(**options)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def prove(client: Client, *, ago: float = 0) -> Client:
    """They proved who they are, now or some seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def take_in(context: BrowserContext, user: "User", site: str) -> None:
    """Give a browser a session of this person."""
    session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
