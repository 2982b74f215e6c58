"""The booklet is asked for, and made by the worker."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from samaan import countrypack
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.mechanism import booklet
from samaan.mechanism.models import Booklet
from samaan.mechanism.permissions import can_read


@transaction.atomic
def ask_for_booklet(language: str, *, by: User) -> None:
    """Have the booklet made anew in a language; while it is being made nothing more is begun."""
    if not can_read(by) or language not in languages():
        raise PermissionDenied
    found = Booklet.objects.select_for_update().filter(language=language).first()
    if found and found.is_being_made:
        return
    Booklet.objects.update_or_create(language=language, defaults={"asked_by": by, "asked_at": timezone.now()})
    stream.append("booklet.asked", by=by, language=language)
    app.configure_task("samaan.mechanism.jobs.make_booklet", queue="exports").defer(language=language)


def languages() -> list[str]:
    """Those the country's words are complete in."""
    return list(countrypack.pack().country["languages"]["complete"])


@transaction.atomic
def make_booklet(language: str) -> None:
    """Lay it out as the mechanism stands now."""
    found = Booklet.objects.select_for_update().filter(language=language).first()
    if found is None or (found.made_at and found.made_at > found.asked_at):
        return
    found.data, found.map_version_id = booklet.pdf(language), booklet.at_work().number
    found.made_at = timezone.now()
    found.save(update_fields=["data", "map_version", "made_at"])
