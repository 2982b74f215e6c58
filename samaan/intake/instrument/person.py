"""Who the person is, and how old: the age decides which elements the law asks for."""

from django.utils.translation import gettext_lazy as _

from samaan.intake.instrument.consent import YES_NO
from samaan.intake.instrument.model import Group, Kind, Question, Section

WHO = Group(
    _("The person"),
    (
        Question("given_names", _("Given names")),
        Question("family_names", _("Family names")),
        Question("sex", _("Sex"), Kind.ONE, "sex", wanted=True),
        Question("gender", _("Gender, as the person says"), Kind.ONE, "gender"),
        Question("nationality", _("Nationality"), Kind.ONE, "nationality", wanted=True),
        Question("language", _("First language"), Kind.ONE, "languages"),
        Question("immigration_status", _("Immigration status"), Kind.ONE, "immigration_status"),
        Question(
            "papers",
            _("Papers"),
            help=_("Which passport, identity card or permit exists, and who has it now."),
        ),
    ),
)
AGE = Group(
    _("Age"),
    (
        Question("birth_date", _("Date of birth"), Kind.DATE),
        Question("age", _("Age in years"), Kind.NUMBER, help=_("Leave it empty when it is not known.")),
        Question("age_basis", _("How is the age known?"), Kind.ONE, "age_bases", wanted=True),
        Question(
            "age_doubt",
            _("Is there any reason to believe the person is under 18?"),
            Kind.ONE,
            YES_NO,
            help=_("If there is, the person is treated as a child until the age is assessed."),
        ),
        Question("age_note", _("What the age rests on"), Kind.TEXT),
    ),
    hint=_(
        "An unknown age counts as under 18 until it is assessed: the person gets the protection of a child meanwhile."
    ),
)
KNOWN = Group(
    _("What is known already"),
    (
        Question("region", _("Region"), Kind.ONE, "regions"),
        Question("exploitation", _("Suspected exploitation"), Kind.MANY, "exploitation_types"),
        Question(
            "story", _("What happened, as far as known"), Kind.TEXT, help=_("Taken from the report; correct it here.")
        ),
    ),
)

SECTION = Section(
    "person",
    _("Person and age"),
    (WHO, AGE, KNOWN),
    intro=_("What the report already says is filled in. Ask only what is missing."),
)
