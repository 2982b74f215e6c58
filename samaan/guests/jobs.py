"""E-mail to guests: that something waits, and nothing else."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from samaan import countrypack
from samaan.access import context
from samaan.common import mail
from samaan.common.jobs import app, retrying
from samaan.guests.models import Link
from samaan.referrals.guest import Actor, Guest
from samaan.referrals.models import Referral

KIND = "guest"


def tell_guest(referral: Referral, by: Actor) -> None:
    """Somebody else has written: the guest who left an address is told."""
    if isinstance(by, Guest):
        return
    link = Link.objects.filter(referral=referral, ended_at=None).exclude(entered_at=None).first()
    if link and link.email and link.is_live:
        mail_guest.defer(link_id=str(link.pk))


@app.task(queue="mail", retry=retrying, pass_context=False)
def mail_guest(link_id: str) -> None:
    """Once until they have looked again; without the link, which only the first e-mail held."""
    with context.acting(context.of_job("mail")):
        link = Link.objects.select_related("provider").filter(pk=UUID(link_id)).first()
        if link is None or not link.is_live or waits_already(link):
            return
        message = countrypack.pack().message("guest_message", link.language)
        link.mailed_at = timezone.now()
        link.save(update_fields=["mailed_at"])
        words = message.fill(link=f"{settings.BASE_URL}/guest/", organisation=link.provider.name)
        mail.send(message.subject, words, link.email, about=mail.Token(KIND, link.pk))


def waits_already(link: Link) -> bool:
    return link.mailed_at is not None and link.seen_at is not None and link.mailed_at > link.seen_at
