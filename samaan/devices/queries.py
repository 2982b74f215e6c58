"""Telephones and what arrived from them; the files that a form can go to."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from samaan import countrypack
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.countrypack.parts import Instrument
from samaan.devices.models import Arrival, DeviceToken
from samaan.questionnaires.models import Submission
from samaan.questionnaires.purposes import purpose
from samaan.staff.queries import organisations_of


def devices_of(user: User) -> QuerySet[DeviceToken]:
    return DeviceToken.objects.live().filter(user=user)


def devices_of_colleagues(user: User) -> QuerySet[DeviceToken]:
    """The telephones of everybody whose account this person looks after."""
    found = DeviceToken.objects.live().filter(user__organisation__in=organisations_of(user))
    return found.select_related("user__organisation").order_by("user__full_name", "-created_at")


def arrivals_of(user: User) -> QuerySet[Arrival]:
    return Arrival.objects.filter(user=user).select_related("form_version")


def instruments_for(arrival: Arrival) -> list[Instrument]:
    """What the form may be filed as, one for each kind of file."""
    form_id = arrival.form_version.form_id
    found = [each for each in countrypack.pack().instruments.values() if each.form == form_id]
    return [each for each in found if each.record in registry.MODELS and purpose(each.purpose).alone]


def file_called(reference: str, arrival: Arrival, user: User) -> Any:
    """The file of this reference that takes such forms, as far as this person sees it; None as for none."""
    for instrument in instruments_for(arrival):
        model = registry.MODELS[instrument.record]
        found = model.objects.visible_to(user).filter(reference__iexact=reference.strip()).first()
        if found:
            return found
    return None


def file_of(arrival: Arrival) -> Any:
    """The file it went to, as far as this transaction may see it."""
    return registry.load(arrival.filed_kind, arrival.filed_record) if arrival.filed_record else None


def submissions_of(arrivals: list[Arrival]) -> dict[UUID, Submission]:
    """Their answers' submissions, as far as they are to be seen."""
    wanted = [arrival.submission_id for arrival in arrivals]
    found = Submission.objects.filter(pk__in=wanted).select_related("form_version", "begun_by")
    return {submission.pk: submission for submission in found}
