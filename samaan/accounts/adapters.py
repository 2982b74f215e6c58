from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samaan.accounts import stepup
from samaan.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are by invitation only."""
        return False

    def is_reauthentication_required(self, *, app):
        """Not of somebody who gave their password or code a moment ago, as on the way to setting up their phone.

        Whoever has a second factor changes it by that factor: a password that was stolen opens no way to a new one.
        """
        by_factor = app == "allauth.mfa" and has_factor(context.request.user)
        if by_factor and not stepup.has_recent_proof(context.request, by_factor=True):
            # Said here: the library would be content with a password.
            raise ReauthenticationRequired
        return not stepup.has_recent_proof(context.request)

    def get_reauthentication_methods(self, user):
        """The strongest way first, each in our words."""
        words = {
            "mfa_reauthenticate:webauthn": _("Use your passkey"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "reauthenticate": _("Use your password"),
            "provider": _("Sign in anew at your organisation"),
        }
        found = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        linked = SocialAccount.objects.filter(user=user).values_list("provider", flat=True) if user.pk else ()
        for provider in linked:
            found["provider"] = {"id": "provider", "url": reverse("openid_connect_prove", args=[provider])}
        return [found[name] | {"description": words[name]} for name in words if name in found]

    def get_password_change_redirect_url(self, request):
        """On to work: the page says once more that it was changed."""
        return "/"

    def get_login_stages(self):
        """The second factor asked for here, or, when they say so, by the person's own agency."""
        theirs, ours = "allauth.mfa.stages.AuthenticateStage", "samaan.signin.agencies.SecondFactorStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A closed account looks like one that never was."""
        self.add_message(request, "ERROR", message=_("That did not work. Ask the administrator of your organisation."))
        return redirect("account_login")


def has_factor(user: User) -> bool:
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=types).exists()
