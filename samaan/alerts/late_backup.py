"""Telling administrators that no backup was made in time: each day by e-mail, and on their first page."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.vault import backups


def tell() -> None:
    """Write to each administrator, and note it, when the last backup is too long ago."""
    if not backups.is_late():
        return
    administrators = [user for user in User.objects.filter(is_active=True) if user.can("administer.jobs")]
    stream.append("backup.late", purpose="backup", told=len(administrators))
    for user in administrators:
        mail(user)


def mail(user: User) -> None:
    with translation.override(user.language):
        send_mail(_("Samaan: no backup was made"), body(), settings.DEFAULT_FROM_EMAIL, [user.email])


def body() -> str:
    """Nothing in it is about a person."""
    more = _("“samaan doctor” on the server says more, docs/backup.md what to do.")
    return f"{told()}\n\n{more}\n"


def told() -> str:
    """Since when there is no backup."""
    newest = backups.last()
    if newest is None:
        return _("There is no backup yet. Should the server be lost, everything is lost.")
    when = date_format(timezone.localtime(newest.made_at), "j F Y, H:i")
    return _("The last backup was made on %(when)s. What was done since would be lost with the server.") % {
        "when": when
    }
