"""The thread with whoever reported, as the conversation component shows it."""

from collections.abc import Iterable
from types import SimpleNamespace as Line

from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.intake.models import ReportMessage
from samaan.vault.models import StoredFile


def lines(messages: Iterable[ReportMessage], user: User) -> list[Line]:
    """Who said what, when, with which files."""
    messages = list(messages)
    ids = [pk for message in messages for pk in message.file_ids]
    files = {file.pk: file for file in StoredFile.objects.filter(pk__in=ids)} if ids else {}
    return [line(message, user, files) for message in messages]


def line(message: ReportMessage, user: User, files: dict) -> Line:
    return Line(
        id=message.pk,
        mine=message.author_id == user.pk,
        who=who(message),
        text=message.text,
        at=message.sent_at,
        attachments=[files[pk] for pk in message.file_ids if pk in files],
        state=_("Says that somebody is in danger now") if message.tells_of_danger else "",
        first_unread=False,
        note=False,
    )


def who(message: ReportMessage) -> str:
    if message.author:
        return message.author.full_name
    return _("Whoever reported")
