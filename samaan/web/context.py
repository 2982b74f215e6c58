"""What every page knows besides its own subject. Nothing here asks the database for somebody anonymous."""

import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from samaan.access import session_clock
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.alerts.models import Alert
from samaan.countrypack import pack
from samaan.vault import held
from samaan.web import navigation

# Each language in its own words, whatever the page speaks.
OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français"}
MOST_COUNTED = 99
# Enough to say “99+” of each kind; more would only slow every page down.
LOOKED_AT = 500


def page(request: SignedInRequest) -> dict[str, Any]:
    """`demo`, `languages`, `navigation`, `unread`, `unsent`, `left`, `lang_query`, `quick_exit_url`."""
    waiting: Any = SimpleLazyObject(lambda: unread(request.user))
    return {
        "demo": settings.DEMO,
        "languages": [(code, OWN_NAMES[code]) for code in settings.OFFERED_LANGUAGES],
        "navigation": SimpleLazyObject(lambda: navigation.entries(request, waiting)),
        "unread": waiting,
        "unsent": SimpleLazyObject(lambda: unsent(request)),
        "left": SimpleLazyObject(lambda: session_clock.left(request.session, int(time.time()))),
        # Anonymous pages keep no cookie: the language travels in the address.
        "lang_query": f"?lang={request.LANGUAGE_CODE}" if "lang" in request.GET else "",
        "quick_exit_url": SimpleLazyObject(lambda: pack().quick_exit_url),
    }


def unread(user: User) -> dict[str, str]:
    """How much waits unread: `all` alerts, and the records of each kind they are about."""
    alerts = Alert.objects.filter(user=user, read_at=None).order_by()
    found = set(alerts.values_list("pk", "record_kind", "record_id")[:LOOKED_AT])
    kinds = Counter(kind for kind, _record in {(kind, record) for _pk, kind, record in found})
    return {"all": in_short(len(found))} | {kind: in_short(count) for kind, count in kinds.items()}


def in_short(count: int) -> str:
    """A large number is no more use than “99+”."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def unsent(request: SignedInRequest) -> list[held.Held]:
    """What this person sent after their session had ended, as far as no page has shown it back; mostly no query."""
    if not request.session.get("held"):
        return []
    found = held.waiting(request.user)
    if not found:
        del request.session["held"]
    return found
