"""The screening instrument: what is asked, in which order, in which words. Data, apart from engine and pages.

The words are our own. Lists to choose from come from the country pack by name.
"""

from samaan.intake.instrument import consent, elements, indicators, needs, person, summary
from samaan.intake.instrument.model import Asked, Group, Instrument, Kind, Lists, Option, Question, Section, is_answered

INSTRUMENT = Instrument(
    "tip-1",
    (
        consent.SECTION,
        person.SECTION,
        elements.ACT_SECTION,
        elements.MEANS_SECTION,
        elements.PURPOSE_SECTION,
        indicators.SECTION,
        needs.NEEDS_SECTION,
        needs.RISK_SECTION,
        needs.WISHES_SECTION,
        summary.SECTION,
    ),
)
# The section whose answers settle whether the rest opens, and the rule.
consent_is_settled = consent.is_settled

__all__ = [
    "INSTRUMENT",
    "Asked",
    "Group",
    "Instrument",
    "Kind",
    "Lists",
    "Option",
    "Question",
    "Section",
    "consent_is_settled",
    "is_answered",
]
