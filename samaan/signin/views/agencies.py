"""To the sign-in of one's own agency, and back."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from requests import RequestException

from samaan.accounts.http import SignedInRequest
from samaan.signin.agencies import provider_of
from samaan.signin.openid import StrictOpenID

NONCE_LENGTH = 32


@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Over to the agency."""
    return go(request, provider_id)


@never_cache
@login_required
def prove(request: SignedInRequest, provider_id: str) -> HttpResponse:
    """The same for somebody who is signed in and proves once more who they are: they sign in there anew."""
    return go(request, provider_id, {"prompt": "login", "max_age": "0"}, proves=request.user.pk)


@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the agency."""
    known(provider_id)
    return OAuth2CallbackView.adapter_view(StrictOpenID(request, provider_id))(request)


def go(request: HttpRequest, provider_id: str, how: dict[str, str] | None = None, **more: Any) -> HttpResponse:
    known(provider_id)
    provider = get_adapter().get_provider(request, provider_id)
    nonce = get_random_string(NONCE_LENGTH)
    back = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    try:
        return provider.redirect(
            request,
            process="login",
            next_url=back if is_ours else None,
            data={"nonce": nonce} | more,
            auth_params={"nonce": nonce} | (how or {}),
        )
    except RequestException:
        messages.error(request, _("The sign-in of your organisation does not answer. Try again in a few minutes."))
        return redirect("account_login")


def known(provider_id: str) -> None:
    if provider_of(provider_id) is None:
        raise Http404
