"""What the contexts above show on the page of a report: pages of theirs, each of which checks its own permission.

They append to `ON_REPORT` in `ready()`.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from samaan.accounts.models import User
from samaan.intake.models import Report


@dataclass(frozen=True)
class Panel:
    """A page about a report, by another context; `permission` is what its readers' role has."""

    label: str | Promise
    url_name: str
    permission: str


ON_REPORT: list[Panel] = []


def offered(report: Report, user: User) -> list[tuple[Panel, str]]:
    """The panels this person may ask for, each with its address."""
    return [(panel, reverse(panel.url_name, args=[report.pk])) for panel in ON_REPORT if user.can(panel.permission)]
