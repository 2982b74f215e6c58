"""The worker's part: e-mails about signing in."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.common.jobs import app, retrying
from samaan.signin import resetting
from samaan.signin.telling import WORDS


@app.task(queue="mail", retry=retrying, pass_context=False)
def mail_notice(user_id: int, what: str) -> None:
    """Tell somebody that how they sign in has changed, and what to do if it was not they."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    with translation.override(user.language):
        calm = _("If it was you, there is nothing to do.")
        remedy = _("If it was not you, tell your administrator now, and sign out everywhere else here:")
        link = f"{settings.BASE_URL}{reverse('signin:sessions')}"
        subject = _("Samaan: a change to how you sign in")
        send_mail(subject, f"{WORDS[what]} {calm}\n\n{remedy}\n{link}\n", settings.DEFAULT_FROM_EMAIL, [user.email])


@app.task(queue="mail", retry=retrying, pass_context=False)
def mail_reset_link(user_id: int) -> None:
    """The link to choose a new password; the job of an address nobody has does nothing."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        message = resetting.message_for(user)
        send_mail(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [user.email])
