"""Opening hours as HSDS schedules."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.directory.hsds.ids import id_of
from samaan.directory.models import HoursException, Schedule, Service

Shape = dict[str, Any]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schedules_of(service: Service) -> list[Shape]:
    """By weekday, the days that differ, and the hours in words."""
    shapes = [weekly(each) for each in service.schedules.all()]
    shapes += [differing(each) for each in service.exceptions.all()]
    words = service.opening_words or (_("Open day and night") if service.always_open else "")
    if words:
        shapes.append(in_words(service, words))
    return shapes


def weekly(schedule: Schedule) -> Shape:
    shape = {
        "id": id_of("schedule", schedule.pk),
        "service_id": str(schedule.service_id),
        "freq": "WEEKLY",
        "wkst": "MO",
        "byday": DAYS[schedule.weekday - 1],
        "opens_at": clock(schedule.opens),
        "closes_at": clock(schedule.closes),
    }
    if schedule.place_id:
        shape["service_at_location_id"] = str(schedule.place_id)
    return shape | within(schedule.valid_from, schedule.valid_until)


def differing(exception: HoursException) -> Shape:
    """A day that is closed has no hours, and says so."""
    shape = {"id": id_of("exception", exception.pk), "service_id": str(exception.service_id)}
    shape |= within(exception.first_day, exception.last_day)
    if exception.opens and exception.closes:
        shape |= {"opens_at": clock(exception.opens), "closes_at": clock(exception.closes)}
        return shape | {"description": str(exception)}
    return shape | {"description": _("Closed: %(why)s") % {"why": exception}}


def in_words(service: Service, words: str) -> Shape:
    shape = {"id": id_of("opening", service.pk), "service_id": str(service.pk), "description": words}
    if not service.always_open:
        return shape
    return shape | {"freq": "WEEKLY", "byday": ",".join(DAYS), "opens_at": clock(time(0)), "closes_at": clock(time(0))}


def within(first: date | None, last: date | None) -> Shape:
    days = {"valid_from": first, "valid_to": last}
    return {name: day.isoformat() for name, day in days.items() if day}


def clock(at: time) -> str:
    """“09:00-04:00”: the time with what the country's clocks differ from UTC today."""
    offset = timezone.now().astimezone(ZoneInfo(countrypack.pack().timezone)).strftime("%z")
    return f"{at:%H:%M}{offset[:3]}:{offset[3:]}"
