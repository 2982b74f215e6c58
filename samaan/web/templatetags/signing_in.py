"""What the sign-in pages give away in a demonstration: its accounts, and the code of the second factor."""

from time import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django import template
from django.conf import settings
from django.core.cache import cache
from django.template import Context

from samaan.accounts import demonstration
from samaan.identityproviders import IdentityProvider
from samaan.signin.factors import passkeys_work_at

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_code(context: Context) -> str:
    """A code this person can enter now, or nothing outside a demonstration."""
    if not settings.DEMO:
        return ""
    form = context.get("form")
    if secret := getattr(form, "secret", None):
        return lasting_code(secret)
    stage = getattr(context["request"], "_login_stage", None)
    user = stage.login.user if stage else context["request"].user
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if not kept:
        return ""
    code = lasting_code(decrypt(kept.data["secret"]))
    # Elsewhere a code works once; here somebody may sign in twice within half a minute.
    cache.delete(auth.TOTP(kept)._get_used_cache_key(code))
    return code


def lasting_code(secret: str) -> str:
    """Of the codes accepted now, the one that stays valid longest."""
    counter = int(time()) // app_settings.TOTP_PERIOD + app_settings.TOTP_TOLERANCE
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


@register.simple_tag
def demo_accounts() -> list[demonstration.DemoAccount]:
    """Whom a visitor may sign in as; nobody outside a demonstration."""
    return demonstration.accounts()


@register.simple_tag(takes_context=True)
def passkeys_work_here(context: Context) -> bool:
    """Whether this address is one that browsers keep passkeys for."""
    return passkeys_work_at(context["request"])


@register.simple_tag
def identity_providers() -> tuple[IdentityProvider, ...]:
    """The agencies whose people sign in at their own provider."""
    return settings.CONFIG.identity_providers


@register.simple_tag(takes_context=True)
def has_factors(context: Context) -> dict[str, bool]:
    """Which second factors the person who is signing in has set up: `passkey`, `app`."""
    found = Authenticator.objects.filter(user=context["request"]._login_stage.login.user)
    types = set(found.values_list("type", flat=True))
    return {"passkey": Authenticator.Type.WEBAUTHN in types, "app": Authenticator.Type.TOTP in types}


@register.filter
def in_fours(secret: str) -> str:
    """A long key in groups, easier to type."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
