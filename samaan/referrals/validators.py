"""What must hold of an answer, whether a page, the API or another step gives it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


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
