"""The second factor on the sign-in pages; in a demonstration the page gives the code away, and says so."""

from time import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django import template
from django.conf import settings
from django.core.cache import cache
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_code(context: Context) -> str:
    """A code this person can enter now, or nothing outside a demonstration."""
    if not settings.DEMO:
        return ""
    form = context.get("form")
    if secret := getattr(form, "secret", None):
        return codes(secret)[0]
    stage = getattr(context["request"], "_login_stage", None)
    user = stage.login.user if stage else context["request"].user
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return unused_code(kept) if kept else ""


def unused_code(kept: Authenticator) -> str:
    """A code works once: the first that was not entered a moment ago."""
    totp = auth.TOTP(kept)
    found = [code for code in codes(decrypt(kept.data["secret"])) if not cache.get(totp._get_used_cache_key(code))]
    return found[0] if found else ""


def codes(secret: str) -> list[str]:
    """Every code accepted now; the one that stays valid longest comes first."""
    now = int(time()) // app_settings.TOTP_PERIOD
    counters = range(now + app_settings.TOTP_TOLERANCE, now - app_settings.TOTP_TOLERANCE - 1, -1)
    return [auth.format_hotp_value(auth.hotp_value(secret, counter)) for counter in counters]


@register.filter
def in_fours(secret: str) -> str:
    """A long key in groups, easier to type."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
