"""What is wrong with a form's workbook, by sheet, row and column."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

# More would not be read.
MOST_FAULTS = 200


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: where it is, what is wrong, and what to do about it. Row 0 is the whole sheet."""

    sheet: str
    row: int
    column: str
    problem: str
    remedy: str = ""


class TooMuch(Exception):
    """A form that asks for more work than one answer may cost."""


class Refused(Exception):
    """A filled-in form that is not one of this form."""


def suggest(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant, else all of them."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return _("Did you mean “%(word)s”?") % {"word": close[0]}
    if len(known) > 40:
        return _("See docs/forms.md for what is supported.")
    return _("Known are: %(words)s.") % {"words": ", ".join(sorted(known))}
