"""How reports look in lists and at the head of their pages."""

from django import template
from django.utils.translation import gettext as _

from samaan.countrypack.active import pack
from samaan.intake.models import Report

register = template.Library()

KINDS = {"emergency": "high", "urgent": "medium"}


@register.filter
def signs(report: Report) -> list[tuple[str, str]]:
    """What must be seen at once: how urgent, danger, a child, an official; each a badge's kind and its words."""
    found = [urgency(report)] if report.urgency else []
    if report.immediate_danger:
        found.append(("high", _("In danger now")))
    if report.children:
        found.append(("child", _("Child")))
    if report.official_suspected:
        found.append(("medium", _("Official suspected")))
    if report.looks_automatic:
        found.append(("status", _("Perhaps automatic")))
    return found


def urgency(report: Report) -> tuple[str, str]:
    """The first words of its label: “Emergency”, without what to do within which time."""
    return KINDS.get(report.urgency, "status"), pack().label("urgency", report.urgency).partition(":")[0]


@register.filter
def yes_no(value: bool | None) -> str:
    """“Yes”, “No” or “Not known”."""
    return {True: _("Yes"), False: _("No")}.get(value, _("Not known"))  # type: ignore[arg-type]  # None: not known
