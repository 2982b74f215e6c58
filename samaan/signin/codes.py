"""Which code of an authenticator app was the last that counted: none before it, nor itself again, counts any more."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt

LAST_USED = "last_used_step"


def use(authenticator: Authenticator, code: str) -> bool:
    """Note the step a valid code is of; False when that step, or a later one, was used before."""
    step = step_of(decrypt(authenticator.data["secret"]), code)
    if step <= authenticator.data.get(LAST_USED, 0):
        return False
    authenticator.data[LAST_USED] = step
    authenticator.save(update_fields=["data"])
    return True


def step_of(secret: str, code: str) -> int:
    """The latest of the steps that count now and have this code; 0 when none has."""
    steps = yield_hotp_counters_from_time()
    same = (s for s in steps if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, s))))
    return max(same, default=0)
