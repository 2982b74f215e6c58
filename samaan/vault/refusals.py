"""Why a document is not taken, in the words of whoever reads it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Refused(Exception):
    """Raised deep inside a file, where nobody knows its name; the argument is one of the reasons below."""


def words(reason: str, name: str) -> str:
    """The sentence for a reason."""
    said = {
        "empty": _("“%(name)s” is empty. Please choose it again."),
        "archive": _("“%(name)s” is a packed file. Please send what is in it, one file at a time."),
        "old_office": _(
            "“%(name)s” is in an old Office format, which can hide programs. Please save it as .docx, .xlsx, .pptx or "
            "PDF and choose it again."
        ),
        "macros": _(
            "“%(name)s” holds macros or other programs. Please save it without them, or as PDF, and choose it again."
        ),
        "markup": _(
            "“%(name)s” is a web page or a drawing that can hold programs. Please save it as PDF or as a picture."
        ),
        "two_in_one": _("“%(name)s” holds a second file inside. Please save it anew and choose it again."),
        "locked": _("“%(name)s” is locked with a password. Please save it without one: here it is kept encrypted."),
        "damaged": _("“%(name)s” cannot be read: it is damaged or not complete. Please choose it again."),
        "pixels": _("“%(name)s” has too many pixels. Please save it smaller and choose it again."),
    }
    other = _("“%(name)s” is not a photo, a PDF, an Office document, a sound or video recording, or plain text.")
    return said.get(reason, other) % {"name": name}


def refusal(reason: str, name: str) -> ValidationError:
    return ValidationError(words(reason, name), reason)
