"""What the contexts above show on a case page: fetched by the name of its page, which checks its own permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.cases.models import Case


@dataclass(frozen=True)
class Panel:
    """A page about a case, by another context; `permission` is what its readers' role has."""

    code: str
    label: str | Promise
    url_name: str
    permission: str

    def url(self, case: Case) -> str:
        """Its address, or nothing where this installation does not have it."""
        try:
            return reverse(self.url_name, args=[case.pk])
        except NoReverseMatch:
            return ""


TABS = [
    Panel("referrals", _("Referrals"), "referrals:for_case", "referral.view"),
    Panel("forms", _("Forms"), "questionnaires:of_case", "case.view"),
]
ON_SUMMARY = [Panel("report", _("The report it came from"), "intake:report_of_case", "report.view")]


def offered(panels: Iterable[Panel], case: Case, user: User) -> list[tuple[Panel, str]]:
    """The panels this person may ask for, each with its address."""
    found = [(panel, panel.url(case)) for panel in panels if user.can(panel.permission)]
    return [(panel, url) for panel, url in found if url]
