"""Second factors: a code counts once, and a passkey has a name."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samaan.signin import codes


class UsedOnce(BaseAuthenticateForm):
    """A code that was seen over somebody's shoulder, or read on its way, opens nothing once it was used.

    The library remembers it for half a minute in one process; it is good for a minute and a half in all of them.
    """

    def clean_code(self) -> str:
        # Two who send the same code at once come one after the other.
        list(Authenticator.objects.select_for_update().filter(user=self.user).order_by("pk"))
        code = super().clean_code()
        if not (self.is_looked_after() or codes.use(self.authenticator, code)):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code

    def is_looked_after(self) -> bool:
        """A recovery code is spent by the library; that of a demonstration stands on its page."""
        return settings.DEMO or self.authenticator.type != Authenticator.Type.TOTP


class CodeForm(UsedOnce, AuthenticateForm):
    """At signing in."""


class ProofForm(UsedOnce, ReauthenticateForm):
    """Before what is well guarded."""


class AddPasskeyForm(SignupWebAuthnForm):
    """A name, and what the browser made. Only a key that asked for finger, face or PIN is a passkey."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again, such as “My phone” or “Key on my key ring”."),
    )

    def clean(self) -> dict:
        # The library then refuses a key that did not verify its holder.
        self.cleaned_data["passwordless"] = True
        return super().clean()
