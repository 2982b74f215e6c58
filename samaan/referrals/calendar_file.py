"""An appointment for somebody's calendar (RFC 5545): a time, and nothing about a person."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from samaan.referrals.models import Appointment

LINE_ENDS = "\r\n"


def calendar_file(appointment: Appointment) -> str:
    """The reference, the service's public name unless its place is sealed, the time where the country is."""
    referral, zone = appointment.referral, settings.TIME_ZONE
    starts = timezone.localtime(appointment.starts_at)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samaan//Referral//EN",
        *zone_lines(zone, starts),
        "BEGIN:VEVENT",
        f"UID:{appointment.pk}@samaan",
        f"SEQUENCE:{appointment.changes}",
        f"DTSTAMP:{appointment.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={zone}:{starts:%Y%m%dT%H%M%S}",
        f"DURATION:PT{appointment.minutes}M",
        f"STATUS:{'CANCELLED' if appointment.status == Appointment.Status.CANCELLED else 'CONFIRMED'}",
        f"SUMMARY:{escaped(summary(appointment))}",
        f"URL:{settings.BASE_URL}{referral.get_absolute_url()}",
        "CLASS:PRIVATE",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return LINE_ENDS.join(folded(line) for line in lines) + LINE_ENDS


def summary(appointment: Appointment) -> str:
    referral = appointment.referral
    if referral.service.is_sealed_location:
        return referral.reference
    return f"{referral.reference} · {referral.service.name}"


def zone_lines(name: str, moment: datetime) -> list[str]:
    """The time zone as it is at this moment; a file of one event needs no other."""
    minutes = round((moment.utcoffset() or timedelta(0)) / timedelta(minutes=1))
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return [
        "BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """No line is longer than 75 octets; what is left over goes on after a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 74:
            parts.append(part)
            part = ""
        part += letter
    return f"{LINE_ENDS} ".join([*parts, part])
