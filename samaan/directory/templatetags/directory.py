"""Telephone numbers as people read them."""

from functools import lru_cache

import phonenumbers
from django import template

register = template.Library()


@register.filter
@lru_cache(maxsize=2000)
def phone(number: str) -> str:
    """`+18685550101` -> `+1 868-555-0101`; a short number stays as it is."""
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def digits(number: str) -> str:
    """`+18685550101` -> `18685550101`, as links to WhatsApp have it."""
    return "".join(sign for sign in number if sign.isdigit())
