"""What the next page says once, kept in a cookie that only this host gets back."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """In the cookie; what is too long for one, in the session."""

    storage_classes = (Cookie, SessionStorage)
