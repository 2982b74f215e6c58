"""E-mails to a person about their own sign-in: fixed words, and nothing of anybody."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.common.jobs import app

# What happened, by the name the job carries.
WORDS: dict[str, str | Promise] = {
    "password_changed": _("The password of your account was changed."),
    "totp_added": _("An authenticator app was added to your account."),
    "totp_removed": _("The authenticator app of your account was removed."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey of your account was removed."),
    "codes_renewed": _("New recovery codes were made for your account; the old ones no longer work."),
    "code_used": _("A recovery code of your account was used."),
    "provider_linked": _("Your account was used for the first time with your organisation’s own sign-in."),
}


def tell(user: User, what: str) -> None:
    """Write to them once the act's transaction is through; the worker tries again while the mail server is down."""
    app.configure_task("samaan.signin.jobs.mail_notice", queue="mail").defer(user_id=user.pk, what=what)
