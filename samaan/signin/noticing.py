"""What happens to how somebody signs in: one event each, and an e-mail to them where it matters.

The sign-in library says what happened; some of it only after its transaction, so each note opens its own.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import ngettext

from samaan.access import context
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.signin import telling, workflow
from samaan.signin.devices import device_of

# So few recovery codes left are worth a word.
FEW_CODES = 3
CODES = Authenticator.Type.RECOVERY_CODES


def listen() -> None:
    """Called once, when the program starts."""
    user_logged_in.connect(signed_in, dispatch_uid="signin.signed_in")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(password_changed, dispatch_uid="signin.password_changed")
    account.user_logged_in.connect(signed_in_elsewhere, dispatch_uid="signin.signed_in_elsewhere")
    mfa.authenticator_added.connect(factor_added, dispatch_uid="signin.factor_added")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="signin.factor_removed")
    mfa.authenticator_reset.connect(codes_renewed, dispatch_uid="signin.codes_renewed")
    mfa.authenticator_used.connect(code_used, dispatch_uid="signin.code_used")


def note(kind: str, user: User, *, mail: str = "", **data: Any) -> None:
    """One event, and one e-mail that goes out when the event stays."""
    with context.acting(context.of_user(user)):
        stream.append(kind, by=user, **data)
        if mail:
            telling.tell(user, mail)


def signed_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    request.session["device"] = device_of(request)
    note("session.begun", user)


def signed_in_elsewhere(sender: Any, request: HttpRequest, **more: Any) -> None:
    from samaan.signin import agencies  # it leaves notes itself

    agencies.remember_factor(request, more.get("sociallogin"))


def password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Sessions elsewhere end by themselves: each carries a hash of the password."""
    note("password.changed", user, mail="password_changed")


def factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """Setting it up has shown that they have it."""
    if authenticator.type == CODES:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    note("factor.added", user, mail=f"{authenticator.type}_added", type=authenticator.type)


def factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """Whoever is signed in elsewhere by the old one signs in anew, and here a missing factor is missed at once."""
    if authenticator.type == CODES:
        return
    request.session.pop("has_factor", None)
    workflow.end_silently(user, request.session.session_key)
    note("factor.removed", user, mail=f"{authenticator.type}_removed", type=authenticator.type)


def codes_renewed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    note("recovery_codes.renewed", user, mail="codes_renewed")


def code_used(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type != CODES:
        return
    # The library hands on the row as it was before.
    authenticator.refresh_from_db()
    left = len(authenticator.wrap().get_unused_codes())
    note("recovery_code.used", user, mail="code_used", left=left)
    if left <= FEW_CODES:
        words = ngettext(
            "You have %(count)d recovery code left. Make new ones under “How you sign in”.",
            "You have %(count)d recovery codes left. Make new ones under “How you sign in”.",
            left,
        )
        messages.warning(request, words % {"count": left})
