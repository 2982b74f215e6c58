"""A forgotten password: the page does the same for every address, the worker knows which are somebody's."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.common.jobs import app
from samaan.countrypack.parts import Message


class ResetPasswordForm(AllauthResetPasswordForm):
    """Leaves one job, whoever's address it is; the link is made when it is sent, so that none lies in the database."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        user = next(iter(self.users), None)
        app.configure_task("samaan.signin.jobs.mail_reset_link", queue="mail").defer(user_id=user.pk if user else 0)
        return self.cleaned_data["email"]


def message_for(user: User) -> Message:
    """The link; whoever signs in with their organisation's own sign-in reads that there is no password to forget."""
    if not user.has_usable_password():
        with translation.override(user.language):
            return Message(
                _("Samaan: how to sign in"),
                _("Your account has no password. Sign in with your organisation’s own sign-in:")
                + f"\n{settings.BASE_URL}{reverse('account_login')}\n",
            )
    message = countrypack.pack().message("password_reset", user.language)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return Message(message.subject, message.fill(link=link_for(user), hours=str(hours)))


def link_for(user: User) -> str:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.BASE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
