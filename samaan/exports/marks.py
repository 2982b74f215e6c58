"""Whose copy it is: a line on every page and in every table, and in the properties of the file."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samaan.exports.models import Export


def line(export: Export) -> str:
    """Who took it out, when, under which number, for whom."""
    return _("%(number)s · taken out by %(name)s · %(when)s · for %(recipient)s") % {
        "number": export.reference,
        "name": export.asked_by.full_name,
        "when": date_format(timezone.localtime(), "j F Y, H:i"),
        "recipient": " ".join(export.recipient.split()),
    }
