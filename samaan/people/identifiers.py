"""Telephones and document numbers in one writing, so that equal ones find each other."""

import re
from collections.abc import Iterable

import phonenumbers
from django.conf import settings

from samaan.people.names import plain


def normal_phone(phone: str) -> str:
    """E.164, reading a local number as one of the country's own; digits only when it is no valid number."""
    try:
        parsed = phonenumbers.parse(phone, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", phone)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def normal_document(number: str) -> str:
    """Letters and digits alone: "V-12.345.678" -> "v12345678"."""
    return re.sub(r"[\W_]", "", plain(number))


def normal_documents(numbers: Iterable[str]) -> set[str]:
    return {normal for number in numbers if (normal := normal_document(number))}
