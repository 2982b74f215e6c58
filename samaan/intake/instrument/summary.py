"""The screener's account, for whoever decides."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.intake.instrument.model import Group, Kind, Question, Section

SECTION = Section(
    "summary",
    _("Summary"),
    (
        Group(
            pgettext_lazy("what happened", "Your account"),
            (
                Question(
                    "summary",
                    _("What the interview showed"),
                    Kind.TEXT,
                    help=_("In a few sentences, for the officer who decides. What is fact, what is impression?"),
                    wanted=True,
                ),
                Question(
                    "view",
                    _("Your own view"),
                    Kind.ONE,
                    "determination_outcomes",
                    help=_("It helps whoever decides, and binds nobody."),
                ),
                Question(
                    "view_reasons",
                    _("Why"),
                    Kind.TEXT,
                    help=_("Above all where you see it otherwise than the suggestion."),
                ),
            ),
        ),
    ),
)
