"""What signing in has sealed with the master key, sealed anew when that is changed: nobody is signed out by it."""

import base64
from typing import Any

from allauth.mfa.models import Authenticator

from samaan.masterkey import MasterKey
from samaan.signin.factors import PURPOSE, SEALED
from samaan.signin.models import Session
from samaan.signin.sessions import bound_to
from samaan.vault import master


def seal_session_anew(session: Session, by: MasterKey) -> bool:
    """Says whether it was sealed by another version."""
    sealed = master.rewrapped(base64.b64decode(session.session_data), bound_to(session.session_key), by)
    if sealed is None:
        return False
    session.session_data = base64.b64encode(sealed).decode()
    return True


def seal_factor_anew(factor: Authenticator, by: MasterKey) -> bool:
    """The same for whatever is sealed in the data of a second factor."""
    before = factor.data
    factor.data = sealed_anew(before, by)
    return bool(factor.data != before)


def sealed_anew(value: Any, by: MasterKey) -> Any:
    """A value of JSON with its sealed texts sealed by this version."""
    if isinstance(value, dict):
        return {name: sealed_anew(inner, by) for name, inner in value.items()}
    if isinstance(value, list):
        return [sealed_anew(inner, by) for inner in value]
    if not isinstance(value, str) or not value.startswith(SEALED):
        return value
    sealed = master.rewrapped(base64.b64decode(value.removeprefix(SEALED)), PURPOSE, by)
    return value if sealed is None else SEALED + base64.b64encode(sealed).decode()
