"""What every page knows besides its own subject. Nothing here asks the database for somebody anonymous."""

from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from samaan.accounts.http import SignedInRequest
from samaan.alerts.models import Alert
from samaan.web import navigation

# Each language in its own words, whatever the page speaks.
OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français"}
QUICK_EXIT_URL = "https://www.google.com/"
MOST_COUNTED = 99


def page(request: SignedInRequest) -> dict[str, Any]:
    """`demo`, `languages`, `navigation`, `unread`, `idle_seconds`, `lang_query`, `quick_exit_url` for templates."""
    return {
        "demo": settings.DEMO,
        "languages": [(code, OWN_NAMES[code]) for code in settings.OFFERED_LANGUAGES],
        "navigation": SimpleLazyObject(lambda: navigation.entries(request)),
        "unread": SimpleLazyObject(lambda: unread(request)),
        "idle_seconds": int(settings.SESSION_IDLE.total_seconds()),
        # Anonymous pages keep no cookie: the language travels in the address.
        "lang_query": f"?lang={request.LANGUAGE_CODE}" if "lang" in request.GET else "",
        "quick_exit_url": getattr(settings, "QUICK_EXIT_URL", QUICK_EXIT_URL),
    }


def unread(request: SignedInRequest) -> str:
    """How many alerts wait unread; a large number is no more use than “99+”."""
    waiting = Alert.objects.filter(user=request.user, read_at=None)[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if waiting > MOST_COUNTED else str(waiting or "")
