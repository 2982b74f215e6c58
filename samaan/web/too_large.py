"""The answer to a request that is larger than any form: nothing of it is read."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


def too_large() -> str:
    """What to do, in every language: the request was not read, so nobody knows which one its sender speaks."""
    return "\n\n".join(map(said_in, settings.OFFERED_LANGUAGES)) + "\n"


def said_in(language: str) -> str:
    with override(language):
        return _(
            "Too large: each file may have %(most)d MB. Go back with your browser’s Back button, where what you "
            "typed still stands, and choose a smaller file."
        ) % {"most": settings.ATTACHMENT_MAX_BYTES // 1024**2}
