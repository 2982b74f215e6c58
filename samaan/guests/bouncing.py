"""An e-mail to a guest did not arrive."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samaan.guests.models import Link
from samaan.transitions import announce, lock


@transaction.atomic
def bounced(link: Link) -> None:
    """Note it once; whoever sent the referral is told."""
    lock(link)
    if link.bounced_at:
        return
    link.bounced_at = timezone.now()
    link.save(update_fields=["bounced_at"])
    announce("referral.mail_bounced", link, by=None, guest=link.pk)


def bounced_by_id(pk: UUID) -> None:
    link = Link.objects.filter(pk=pk).first()
    if link:
        bounced(link)
