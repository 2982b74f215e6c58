"""Second factors: what the database holds of them is sealed, and passkeys have names people know."""

import base64
import ipaddress

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from samaan.accounts.models import User
from samaan.signin.devices import device_of, in_words
from samaan.vault import master

PURPOSE = "second factor"
# Those written before they were sealed have no such beginning.
SEALED = "sealed:"


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are sealed with the master key."""

    def encrypt(self, text: str) -> str:
        return SEALED + base64.b64encode(master.wrap(text.encode(), PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        return master.unwrap(base64.b64decode(encrypted_text.removeprefix(SEALED)), PURPOSE).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """The device at hand: it is mostly the one that holds the passkey."""
        from allauth.core import context  # the request is known while one is answered

        return str(in_words(*device_of(context.request)))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Samaan"}


def passkeys_work_at(request: HttpRequest) -> bool:
    """Browsers keep passkeys for names, not for addresses of numbers."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False
