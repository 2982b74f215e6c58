"""The choices of a question as inputs, by hand: a page has hundreds, and a template takes as long as all else."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def choice_inputs(kind: str, name: str, key: str, options: Iterable[tuple[str, str, bool]]) -> SafeString:
    """Radio buttons or boxes to tick, each in its label; the first has the id that an error leads to."""
    begin, first = f'<label><input type="{kind}" name="{escape(name)}"', f' id="{key}-input"'
    made = [
        f'{begin} value="{escape(value)}"{"" if place else first}{" checked" if chosen else ""}>'
        f" <span>{escape(label)}</span></label>"
        for place, (value, label, chosen) in enumerate(options)
    ]
    return mark_safe("".join(made))  # noqa: S308  # every part of it is escaped above


def no_answer(name: str, chosen: bool) -> SafeString:
    """What takes back the choice of a radio button."""
    words = escape(_("Not answered"))
    return mark_safe(  # noqa: S308  # as above
        f'<label class="choice-none"><input type="radio" name="{escape(name)}" value=""{" checked" if chosen else ""}>'
        f" <span>{words}</span></label>"
    )


def select_options(options: Iterable[tuple[str, str, bool]]) -> SafeString:
    made = [
        f'<option value="{escape(value)}"{" selected" if chosen else ""}>{escape(label)}</option>'
        for value, label, chosen in options
    ]
    return mark_safe("".join(made))  # noqa: S308  # as above
