"""First of all: may we speak with this person, in which language, and who stands beside them?"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samaan.intake.instrument.model import Group, Kind, Option, Question, Section

# Answers with which the interview may go on at once.
AGREED = ("consents", "assents", "partly")
# Answers with which it may only go on when the reason is written down.
NEEDS_REASON = ("refuses", "unable", "not_asked")

EXPLAINED = (
    Option("agrees", _("They were asked whether they agree to this interview, and that they may stop at any time")),
    Option("purpose", _("Why we ask, and what happens after the interview")),
    Option("use", _("Who will read the answers, and what they may be used for")),
    Option("research", _("That figures without names may be used to learn and to report")),
    Option("access", _("That they may ask to see what is written about them, and have it corrected")),
    Option("retention", _("How long the answers are kept")),
    Option("withdrawal", _("How to take consent back later, and that help does not depend on it")),
)
YES_NO = (Option("yes", _("Yes")), Option("no", _("No")))

INTERPRETER = Group(
    _("Language and interpreter"),
    (
        Question("interview_language", _("In which language do you speak?"), Kind.ONE, "languages", wanted=True),
        Question("interpreter", _("Interpreter"), Kind.ONE, "interpreter_kinds", wanted=True),
        Question(
            "interpreter_certified",
            _("Is the interpreter certified?"),
            Kind.ONE,
            YES_NO,
            help=_("Never use a relative, a friend or anybody who came with the person."),
        ),
        Question("interpreter_name", _("Name of the interpreter")),
    ),
)
SAFE_TALK = Group(
    _("A safe place to talk"),
    (
        Question("interview_on", _("Day of the interview"), Kind.DATE, wanted=True),
        Question(
            "private",
            _("Can you speak alone, where nobody who may control the person sees or hears it?"),
            Kind.ONE,
            YES_NO,
            help=_("If not, stop here and find another place or time."),
            wanted=True,
        ),
        Question(
            "support_person",
            _("Who is with the person?"),
            Kind.ONE,
            "support_persons",
            help=_("A child never sits alone: a victim support officer or a social worker is present."),
            wanted=True,
        ),
        Question("support_name", _("Name of the person who supports them")),
    ),
)
CONSENT = Group(
    _("Consent"),
    (
        Question(
            "consent",
            _("Does the person agree to this interview?"),
            Kind.ONE,
            "consent_answers",
            help=_("For a child record the child’s own assent and who consents for them."),
            wanted=True,
        ),
        Question(
            "consent_reason",
            _("If not: why does the screening go on?"),
            Kind.TEXT,
            help=_(
                "Why the person could not be asked, or what allows you to go on without their consent."
                " Then write down only what is known from others, and do not question the person."
            ),
        ),
        Question(
            "consent_authority",
            _("Who gave consent, and on what authority?"),
            help=_("The person, a parent or guardian, the Children’s Authority, a court order: name and date."),
        ),
        Question(
            "explained",
            _("What was explained and understood"),
            Kind.MANY,
            EXPLAINED,
            help=_("In plain words, in their language, without pressure."),
            wanted=True,
        ),
    ),
)

SECTION = Section(
    "consent",
    _("Consent and interpreter"),
    (SAFE_TALK, INTERPRETER, CONSENT),
    intro=_("Begin here. The other parts open once consent is recorded, or why it could not be asked."),
    locked=False,
)


def is_settled(answers: Mapping[str, Any]) -> bool:
    """Whether the rest may be opened: consent or assent was given, or the reason to go on without is written."""
    if answers.get("consent") in AGREED:
        return True
    return answers.get("consent") in NEEDS_REASON and bool(str(answers.get("consent_reason") or "").strip())
