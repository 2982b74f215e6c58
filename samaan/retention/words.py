"""What goes and stays, and what happened, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KINDS = {"case": lambda: _("Case"), "report": lambda: _("Report")}


def counted(counts: Mapping[str, int]) -> list[str]:
    """What goes, each kind with its number."""
    sentences = {
        "reports": lambda n: ngettext("%(n)d report", "%(n)d reports", n),
        "cases": lambda n: ngettext("%(n)d case", "%(n)d cases", n),
        "persons": lambda n: ngettext(
            "%(n)d person, who stands in no other file", "%(n)d persons, who stand in no other file", n
        ),
        "referrals": lambda n: ngettext(
            "%(n)d referral, with what its provider saw", "%(n)d referrals, with what their providers saw", n
        ),
        "notes": lambda n: ngettext("%(n)d note", "%(n)d notes", n),
        "tasks": lambda n: ngettext("%(n)d task", "%(n)d tasks", n),
        "documents": lambda n: ngettext("%(n)d document", "%(n)d documents", n),
        "originals": lambda n: ngettext(
            "%(n)d untouched original of a document", "%(n)d untouched originals of documents", n
        ),
        "messages": lambda n: ngettext("%(n)d message", "%(n)d messages", n),
        "forms": lambda n: ngettext("%(n)d filled-in form", "%(n)d filled-in forms", n),
        "consents": lambda n: ngettext("%(n)d entry of consent", "%(n)d entries of consent", n),
        "sealed": lambda n: ngettext("%(n)d sealed field", "%(n)d sealed fields", n),
        "questions": lambda n: ngettext("%(n)d question about the person", "%(n)d questions about the persons", n),
        "disclosures": lambda n: ngettext("%(n)d disclosure", "%(n)d disclosures", n),
        "keys": lambda n: ngettext("%(n)d key", "%(n)d keys", n),
    }
    return [sentences[what](counts[what]) % {"n": counts[what]} for what in sentences if counts.get(what)]


def staying(counts: Mapping[str, int]) -> list[str]:
    """What stays, because another file needs it."""
    sentences = {
        "stays_persons": lambda n: ngettext(
            "%(n)d person, whom another file names", "%(n)d persons, whom other files name", n
        ),
        "stays_cases": lambda n: ngettext("%(n)d case that came from it", "%(n)d cases that came from it", n),
        "stays_reports": lambda n: ngettext("%(n)d report it came from", "%(n)d reports it came from", n),
    }
    return [sentences[what](counts[what]) % {"n": counts[what]} for what in sentences if counts.get(what)]


def kind(code: str) -> str:
    return KINDS[code]()


def sentences() -> dict:
    """For the timelines of cases and reports."""
    return {
        "retention.due": lambda data, names: (_("The time to keep this file is over"), ""),
        "retention.held": lambda data, names: (_("A legal hold was placed"), ""),
        "retention.hold_lifted": lambda data, names: (_("A legal hold was lifted"), ""),
        "disposal.proposed": lambda data, names: (_("It was proposed to destroy this file"), ""),
        "disposal.approved": lambda data, names: (_("A second person approved destroying this file"), ""),
        "disposal.refused": lambda data, names: (_("A second person refused to destroy this file"), ""),
        "own_data.asked": lambda data, names: (_("The person asked for what is kept about them"), ""),
        "own_data.text_confirmed": lambda data, names: (_("A text for the person’s own copy was looked through"), ""),
        "own_data.document_chosen": lambda data, names: (_("A document for the person’s own copy was chosen"), ""),
        "own_data.released": lambda data, names: (_("What is kept about the person was released to them"), ""),
        "own_data.refused": lambda data, names: (_("A request for what is kept about the person was refused"), ""),
        "own_data.downloaded": lambda data, names: (_("The person’s own copy was downloaded"), ""),
    }
