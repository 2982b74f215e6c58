"""What templates of every context may use: dates, badges, icons. Plain functions, fit for the rows of a long table."""

import uuid
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.conf import settings
from django.forms import BoundField, Form
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samaan.web import choices, dates, icons
from samaan.web.addresses import address_of

register = template.Library()
register.simple_tag(choices.choice_input)
register.simple_tag(choices.select_option)

# kind -> (icon, the word when the page gives none)
BADGES = {
    "high": ("alert", _("High risk")),
    "medium": ("info", _("Medium risk")),
    "low": ("minus", _("Low risk")),
    "late": ("clock", _("Late")),
    "sealed": ("lock", _("Sealed")),
    "child": ("child", _("Child")),
    "new": ("plus", _("New")),
    "done": ("check", _("Done")),
    "status": ("", ""),
}


@register.simple_tag
def when(moment: date | datetime | None) -> str:
    """`{% when report.received_at %}`: as people say it, the exact time on hover."""
    return time_html(moment, dates.say(moment)) if moment else ""


@register.simple_tag
def due(moment: date | datetime | None) -> str:
    """`{% due referral.answer_by %}`: the time left, or in red words by how much it is over."""
    if not moment:
        return ""
    words, state = dates.say_due(moment)
    if not state:
        return time_html(moment, words)
    return format_html('<span class="{}">{}{}</span>', state, icons.svg("clock"), time_html(moment, words))


@register.filter
def exactly(moment: date | datetime) -> str:
    """A moment to the minute, for what is printed."""
    return dates.exact(moment)


@register.filter
def is_late(moment: date | datetime | None) -> bool:
    """Whether a deadline has passed."""
    return moment is not None and dates.say_due(moment).state == "late"


def time_html(moment: date | datetime, words: str) -> SafeString:
    stamp = dates.here(moment).isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()
    # By hand, because a list has a hundred of them and `format_html` takes half as long again.
    return mark_safe(f'<time datetime="{stamp}" title="{escape(dates.exact(moment))}">{escape(words)}</time>')  # noqa: S308


@register.simple_tag
def badge(kind: str, text: str = "") -> str:
    """`{% badge "high" %}` or `{% badge "status" report.get_status_display %}`: a word with its sign."""
    name, word = BADGES.get(kind, BADGES["status"])
    return badge_html(kind, name, conditional_escape(text or str(word)))


@lru_cache(maxsize=500)
def badge_html(kind: str, name: str, words: SafeString) -> SafeString:
    """There are few different badges, and a list shows hundreds."""
    return format_html('<span class="badge badge-{}">{}{}</span>', kind, icons.svg(name) if name else "", words)


@register.simple_tag
def sealed(text: str = "") -> str:
    """`{% sealed %}`: stands where a value is kept from this page."""
    return format_html('<span class="sealed">{}{}</span>', icons.svg("lock"), text or _("Sealed"))


@register.simple_tag
def icon(name: str) -> str:
    """`{% icon "lock" %}`: decoration only; the word stands beside it."""
    return icons.svg(name)


@register.simple_tag
def new_id() -> str:
    """A random id, so that a form sent twice on a bad line counts once."""
    return str(uuid.uuid4())


@register.simple_tag
def url_or_none(name: str) -> str:
    """The address of a page, or nothing where this installation does not have it."""
    return address_of(name)


@register.simple_tag
def same_for_all(template: str, **words: str) -> str:
    """`{% same_for_all "web/parts/dialogs.html" %}`: a part that only the language changes, made once in each process.

    Most of the frame says the same to everybody, and making it anew was a quarter of a short page (bench/README.md).
    """
    return made_once(template, get_language(), settings.ROOT_URLCONF, **words)


@lru_cache(maxsize=200)
def made_once(template: str, language: str | None, addresses: str, **words: str) -> SafeString:
    return render_to_string(template, words)


@register.simple_tag
def step_url(step, record) -> str:
    """The page of a `Transition` for one record; a step made by hand may bring its address."""
    return step.url if step.url.startswith("/") else reverse(step.url, args=[record.pk])


@register.filter
def initials(name: str) -> str:
    """“Marisol Leal” -> “ML”."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def form_problems(form: Form) -> list[tuple[str, str]]:
    """Each error of a form, by the name of its field, with the anchor of the input to mend."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for field in form:
        named = "" if field.is_hidden else f"{field.label} – "
        found += [(first_input(field), f"{named}{error}") for error in field.errors]
    return found


def first_input(field: BoundField) -> str:
    """The id of the first input of a field: the first choice where there are several."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
