"""What the page of a survivor's own copy needs."""

from django import template

from samaan.retention.owndata import fingerprint as sha256

register = template.Library()


@register.filter
def fingerprint(text: str) -> str:
    """By which the page says which text was read."""
    return sha256(text.encode())
