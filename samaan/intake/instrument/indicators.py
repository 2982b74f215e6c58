"""Signs that were noticed. None proves trafficking; none is needed for it."""

from django.utils.translation import gettext_lazy as _

from samaan.intake.instrument.model import Group, Kind, Question, Section

# The groups of the pack's list of indicators, in the order they are asked.
GROUPS = ("ilo", "general", "children", "domestic", "sexual", "labour", "begging")
TITLES = {
    "ilo": _("Signs of forced labour"),
    "general": _("General signs"),
    "children": _("Signs concerning children"),
    "domestic": _("Signs of domestic servitude"),
    "sexual": _("Signs of sexual exploitation"),
    "labour": _("Signs of labour exploitation"),
    "begging": _("Signs of begging and petty crime"),
}


def signs(group: str) -> Group:
    return Group(
        TITLES[group],
        (
            Question(f"signs_{group}", _("What was noticed"), Kind.MANY, "indicators", only=("group", group)),
            Question(f"signs_{group}_note", _("What was seen or heard"), Kind.TEXT),
        ),
    )


SECTION = Section(
    "indicators",
    _("Signs"),
    tuple(signs(group) for group in GROUPS),
    intro=_("Tick what was seen or told. A sign calls for a closer look; alone it decides nothing."),
)
