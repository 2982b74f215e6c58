"""Telephones and what arrived from them; the files that a form can go to."""

from typing import Any

from django.db.models import Q, QuerySet

from samaan import countrypack
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.countrypack.parts import Instrument
from samaan.devices.models import Arrival, DeviceToken
from samaan.questionnaires.models import Submission
from samaan.questionnaires.purposes import purpose
from samaan.questionnaires.queries import visible
from samaan.staff.queries import organisations_of

MOST = 100


def devices_of(user: User) -> QuerySet[DeviceToken]:
    return DeviceToken.objects.live().filter(user=user)


def devices_of_colleagues(user: User) -> QuerySet[DeviceToken]:
    """The telephones of everybody whose account this person looks after."""
    found = DeviceToken.objects.live().filter(user__organisation__in=organisations_of(user))
    return found.select_related("user__organisation").order_by("user__full_name", "-created_at")


def instruments_for(submission: Submission) -> list[Instrument]:
    """What the form may be filed as, one for each kind of file."""
    form_id = submission.form_version.form_id
    found = [each for each in countrypack.pack().instruments.values() if each.form == form_id]
    return [
        each
        for each in found
        if each.record in registry.MODELS and each.record != "submission" and purpose(each.purpose).alone
    ]


def file_called(reference: str, submission: Submission, user: User) -> Any:
    """The file of this reference that takes such forms, as far as this person sees it; None as for none."""
    for instrument in instruments_for(submission):
        model = registry.MODELS[instrument.record]
        found = model.objects.visible_to(user).filter(reference__iexact=reference.strip()).first()
        if found:
            return found
    return None


def file_of(arrival: Arrival) -> Any:
    """The file it went to, as far as this transaction may see it."""
    return registry.load(arrival.filed_kind, arrival.filed_record) if arrival.filed_record else None


def waiting_for(user: User) -> list[Submission]:
    """Forms from telephones that are in no file: one's own, and those that were handed over to them."""
    at_home = [each.code for each in countrypack.pack().instruments.values() if each.record == "submission"]
    sent = Arrival.objects.filter(user=user).values("submission_id")
    found = visible(user).filter(of_kind="submission")
    return list(found.filter(~Q(instrument__in=at_home) | Q(pk__in=sent))[:MOST])


def filed_by(user: User) -> list[Arrival]:
    """What they sent and is in a file now, the newest first."""
    return list(Arrival.objects.filter(user=user, filed_at__isnull=False).select_related("form_version")[:MOST])
