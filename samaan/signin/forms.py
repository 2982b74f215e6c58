"""Adding a passkey."""

from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


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
