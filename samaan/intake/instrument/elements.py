"""The three elements of trafficking in persons, article 3 of the Palermo Protocol."""

from django.utils.translation import gettext_lazy as _

from samaan.intake.instrument.model import Group, Kind, Question, Section, Words

ACT, MEANS, PURPOSE = "act", "means", "purpose"
# The list of the country pack that holds the items of each element.
ITEMS = {ACT: "acts", MEANS: "means", PURPOSE: "purposes"}
NOTE = "_note"


def items(element: str, title: Words, hint: Words) -> Group:
    """For each item of an element: is it present, and what shows it."""
    return Group(
        title,
        (
            Question(f"{element}_{{code}}", "{item}", Kind.ONE, "element_answers"),
            Question(f"{element}_{{code}}{NOTE}", _("What shows it: {item}"), Kind.TEXT),
        ),
        hint=hint,
        each=ITEMS[element],
        element=element,
    )


ACT_SECTION = Section(
    "act",
    _("What was done"),
    (
        items(ACT, _("Acts"), _("One act is enough. Say for each whether it is present, absent, or not known enough.")),
        Group(
            _("More about it"),
            (
                Question("recruitment_method", _("How was the person recruited?"), Kind.MANY, "recruitment_methods"),
                Question("recruited_where", _("Where, and by whom?")),
                Question("relationship", _("Who recruited or holds them, to the person?"), Kind.ONE, "relationships"),
                Question("age_then", _("Age when it began"), Kind.NUMBER),
            ),
        ),
    ),
    intro=_("The act: how the person was recruited, moved, kept or received."),
)
MEANS_SECTION = Section(
    "means",
    _("How it was done"),
    (
        items(MEANS, _("Means"), _("One means is enough; where one was used, consent of the person does not matter.")),
        Group(
            _("More about it"),
            (Question("control_methods", _("How was the person controlled?"), Kind.MANY, "control_methods"),),
        ),
    ),
    intro=_("The means: force, deceit, or the abuse of power or of need."),
)
PURPOSE_SECTION = Section(
    "purpose",
    _("What it was done for"),
    (
        items(PURPOSE, _("Purposes"), _("Exploitation need not have happened yet: it is enough that it was intended.")),
        Group(
            _("More about it"),
            (
                Question("labour_sectors", _("Kind of work"), Kind.MANY, "labour_sectors"),
                Question("sexual_types", _("Kind of sexual exploitation"), Kind.MANY, "sexual_exploitation_types"),
                Question("exploited_where", _("Where?")),
                Question("duration", _("Since when, or for how long?")),
            ),
        ),
    ),
    intro=_("The purpose: exploitation of the person."),
)
