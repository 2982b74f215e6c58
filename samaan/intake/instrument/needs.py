"""What the person needs now, what threatens them, and what they want. Help waits for no decision."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.intake.instrument.consent import YES_NO
from samaan.intake.instrument.model import Group, Kind, Option, Question, Section

RISKS = (
    Option("knows_where", _("Those responsible know where the person is")),
    Option("contact", _("They are still in contact, or look for the person")),
    Option("threats", _("The person was threatened")),
    Option("family", _("Family or children are threatened or held")),
    Option("debt", _("A debt is still being claimed")),
    Option("documents", _("They hold papers or images of the person")),
    Option("official", _("A public official may be involved")),
    Option("self_harm", _("The person may harm themself")),
    Option("health", _("Illness, injury or pregnancy needs care soon")),
    Option("detention", _("The person may be detained or deported")),
)

NEEDS_SECTION = Section(
    "needs",
    _("Needs now"),
    (
        Group(
            _("Tonight"),
            (
                Question(
                    "safe_tonight", _("Does the person have a safe place tonight?"), Kind.ONE, YES_NO, wanted=True
                ),
                Question("care_now", _("Does somebody need a doctor today?"), Kind.ONE, YES_NO, wanted=True),
            ),
        ),
        Group(
            _("Help needed"),
            (
                Question("needs", _("What does the person need?"), Kind.MANY, "needs", wanted=True),
                Question("needs_note", _("In the person’s words"), Kind.TEXT),
                Question(
                    "dependants", _("Who depends on the person?"), help=_("Children, parents: where they are now.")
                ),
            ),
        ),
    ),
    intro=_("Help does not wait for the determination. You can open a case at any moment."),
)
RISK_SECTION = Section(
    "risk",
    _("Risk and safety"),
    (
        Group(
            _("Dangers"),
            (
                Question("risks", _("What threatens the person?"), Kind.MANY, RISKS),
                Question("risk_level", _("Risk now"), Kind.ONE, "risk_levels", wanted=True),
                Question("risk_note", _("What the risk rests on"), Kind.TEXT),
            ),
        ),
        Group(
            _("Safety plan"),
            (
                Question(
                    "safety_plan",
                    _("What was agreed"),
                    Kind.TEXT,
                    help=_("Safe place, safe contact, code word, who to call, what to do if found."),
                    wanted=True,
                ),
            ),
        ),
    ),
)
STAY, FAMILY = "stay_or_return", "tell_family"
WISHES_SECTION = Section(
    "wishes",
    _("What the person wants"),
    (
        Group(
            _("Stay or return"),
            (
                Question(
                    STAY, _("Does the person wish to stay or to return?"), Kind.ONE, "stay_or_return", wanted=True
                ),
                Question("stay_note", _("In the person’s words"), Kind.TEXT),
            ),
        ),
        Group(
            _("Other wishes"),
            (
                Question(FAMILY, _("May the family be told?"), Kind.ONE, YES_NO),
                Question("tell_consulate", _("May the consulate be told?"), Kind.ONE, YES_NO),
                Question(
                    "cooperate",
                    _("Is the person willing to help the investigation?"),
                    Kind.ONE,
                    (*YES_NO, Option("undecided", pgettext_lazy("stay or return", "Not decided"))),
                    help=_("Help does not depend on the answer. Leave time to think."),
                ),
                Question("wishes_note", _("Anything else they want or fear"), Kind.TEXT),
            ),
        ),
    ),
)
