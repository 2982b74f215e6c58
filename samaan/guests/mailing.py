"""The e-mail with the link. Sent at once and by no job: a job would lie in the database with the link in clear."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.common import mail
from samaan.guests.bouncing import bounced
from samaan.guests.jobs import KIND
from samaan.guests.workflow import Invited

log = logging.getLogger(__name__)


def address_of(token: str) -> str:
    """Behind the #: no server, log or proxy ever sees it."""
    return f"{settings.BASE_URL}{reverse('guests:enter')}#{token}"


def mail_invitation(made: Invited) -> bool:
    """Whether the mail server took it. What it refuses is a bounce; when it cannot be reached, the sender copies."""
    link = made.link
    message = countrypack.pack().message("guest_invited", link.language)
    words = message.fill(link=address_of(made.token), organisation=link.provider.name)
    try:
        mail.send(message.subject, words, link.email, about=mail.Token(KIND, link.pk))
    except SMTPRecipientsRefused:
        bounced(link)
        return False
    except (SMTPException, OSError) as failed:
        log.warning("an invitation could not be mailed: %s", type(failed).__name__)
        return False
    link.mailed_at = timezone.now()
    link.save(update_fields=["mailed_at"])
    return True
