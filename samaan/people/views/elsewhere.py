"""What somebody is told who has just added a person whom others may know."""

from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def known_elsewhere(person_id: UUID) -> SafeString:
    """The sentence, and the way to ask."""
    return format_html(
        '{} <a href="{}?person={}">{}</a>',
        _("Another agency may already know this person."),
        reverse("people:ask"),
        person_id,
        _("Ask them"),
    )
