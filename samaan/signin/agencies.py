"""Signing in with the identity provider of one's own agency: whom it may sign in, and what its word counts for."""

import time
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.identityproviders import IdentityProvider
from samaan.signin.noticing import note

KIND = "openid_connect"
# “Just now”, for whoever proves once more who they are.
FRESH_SECONDS = 300


class Refused(Exception):
    """The provider vouches for somebody who has no account here, or for the wrong one."""


class AgencyAdapter(DefaultSocialAccountAdapter):
    """The library's flow with our rule in its middle. Providers come from the settings alone, never from a table."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list:
        known = settings.CONFIG.identity_providers
        return [app_of(one) for one in known if provider in (None, KIND, one.organisation)]

    def get_requests_session(self) -> Any:
        """Of an agency's provider only the addresses that were configured are asked: nothing is followed elsewhere."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody gets an account by having one elsewhere."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whoever the rule lets in; everybody else reads the same sentence."""
        try:
            admit(request, sociallogin)
        except Refused:
            turn_back(request, _("That sign-in opens no account here. Ask the administrator of your organisation."))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """Given up over there, or not understood here: one may try once more."""
        turn_back(request, _("The sign-in at your organisation did not come through. Try again."))


def turn_back(request: HttpRequest, words: str) -> NoReturn:
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect("account_login"))


def app_of(provider: IdentityProvider) -> SocialApp:
    return SocialApp(
        provider=KIND,
        provider_id=provider.organisation,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True, "fetch_userinfo": False},
    )


def provider_of(organisation: str) -> IdentityProvider | None:
    return next((one for one in settings.CONFIG.identity_providers if one.organisation == organisation), None)


def admit(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Point the sign-in at the one account it may open, or raise Refused.

    1. The answer belongs to the question this browser asked. 2. The identity is linked to an account, or its verified
    e-mail is that of an account which is linked to none. 3. The account is active and of the provider's organisation.
    4. Whoever only proves once more who they are is the same person, signed in there just now.
    """
    claims, asked = claims_of(sociallogin), sociallogin.state.get("data") or {}
    if sociallogin.state.get("process") != "login" or not constant_time_compare(
        str(claims.get("nonce") or ""), asked.get("nonce") or "none was asked"
    ):
        raise Refused
    linked = sociallogin.is_existing
    user = sociallogin.user if linked else account_with(claims, sociallogin.account.provider)
    if not may_enter(user, sociallogin.account.provider):
        raise Refused
    if "proves" in asked and not is_fresh_proof(request, asked, user, claims):
        raise Refused
    sociallogin.user = user
    if not linked:
        link(sociallogin)
    # What the provider tells besides is not ours to keep.
    SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})


def claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    return sociallogin.account.extra_data.get("id_token") or {}


def account_with(claims: dict[str, Any], provider: str) -> User | None:
    """The account with this verified address that no other identity of the provider is linked to.

    An address may have passed to somebody else there; the account does not pass with it.
    """
    if claims.get("email_verified") is not True:
        return None
    user = User.objects.select_related("organisation").filter(email__iexact=claims.get("email") or "").first()
    return None if user and SocialAccount.objects.filter(user=user, provider=provider).exists() else user


def may_enter(user: User | None, organisation: str) -> bool:
    """An active account of the active organisation whose provider vouches for it."""
    if user is None or not user.is_active:
        return False
    return user.organisation.code == organisation and user.organisation.is_active


def is_fresh_proof(request: HttpRequest, asked: dict[str, Any], user: User | None, claims: dict[str, Any]) -> bool:
    signed_in_there = claims.get("auth_time")
    if user != request.user or user is None or user.pk != asked["proves"] or not isinstance(signed_in_there, int):
        return False
    return signed_in_there > time.time() - FRESH_SECONDS


def link(sociallogin: SocialLogin) -> None:
    sociallogin.account.user = sociallogin.user
    sociallogin.account.save()
    note("provider.linked", sociallogin.user, mail="provider_linked", provider=sociallogin.account.provider)


def asked_for_factor(sociallogin: SocialLogin | None) -> bool:
    """Whether the agency's provider says that it asked for a second factor."""
    if sociallogin is None:
        return False
    provider = provider_of(sociallogin.account.provider)
    return provider is not None and provider.asked_for_factor(claims_of(sociallogin))


class SecondFactorStage(AuthenticateStage):
    """Asks for Samaan's own second factor, unless the agency's provider has asked for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not asked_for_factor(
            (self.login.signal_kwargs or {}).get("sociallogin")
        )


def remember_factor(request: HttpRequest, sociallogin: SocialLogin | None = None, **more: Any) -> None:
    """A second factor asked for over there is one; called when somebody has signed in."""
    if asked_for_factor(sociallogin):
        request.session["has_factor"] = True
