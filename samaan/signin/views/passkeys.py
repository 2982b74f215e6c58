"""Adding a passkey: one that signs in by itself, without a password."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView

from samaan.signin.factors import passkeys_work_at


class AddPasskeyView(AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict:
        options = auth.begin_registration(self.request.user, passwordless=True)
        found = super(AddWebAuthnView, self).get_context_data(**kwargs)
        return found | {"js_data": {"creation_options": options}, "works_here": passkeys_work_at(self.request)}


add = AddPasskeyView.as_view()
