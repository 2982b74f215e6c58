"""What must hold of an answer, whether a page, the API or another step gives it."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.directory.models import Service
from samaan.referrals.models import Referral

# Whoever waits longer is better served by another provider.
LONGEST_WAIT = timedelta(days=2 * 366)


def check_past(day: date | None) -> None:
    """What was given was given: its day has come."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day is in the future."))


def check_days(first: date, last: date | None) -> None:
    """The days of a delivery: both have come, and they are in order."""
    for name, day in (("began_on", first), ("ended_on", last)):
        try:
            check_past(day)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
    if last and last < first:
        raise ValidationError({"ended_on": _("The last day is before the first.")})


def check_reason(reason: str, remark: str) -> None:
    """“Other” says nothing by itself."""
    if reason == "other" and not remark.strip():
        raise ValidationError({"remark": _("Say in a few words what the reason is.")})


def check_expected(day: date) -> None:
    """The day a service may begin lies ahead, and not too far."""
    today = timezone.localdate()
    if day < today:
        raise ValidationError({"expected_on": _("This day has passed.")})
    if day > today + LONGEST_WAIT:
        raise ValidationError({"expected_on": _("Choose a day within two years.")})


def check_suggested(referral: Referral, service: Service | None) -> None:
    """Another organisation, of the directory."""
    if service and (service.organisation_id == referral.provider_id or not service.is_active):
        raise ValidationError({"suggested": _("Suggest a service of another organisation.")})


def check_ahead(moment: datetime) -> None:
    """An appointment lies ahead, and not too far."""
    if moment <= timezone.now():
        raise ValidationError({"starts_at": _("This time has passed.")})
    if moment > timezone.now() + LONGEST_WAIT:
        raise ValidationError({"starts_at": _("Choose a day within two years.")})
