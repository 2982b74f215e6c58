"""Tokens by which equal or like-sounding names, and equal phones, find each other under encryption."""

import re
import unicodedata

import jellyfish
import phonenumbers
from django.conf import settings

from samaan.vault.master import blind

PARTICLES = {"de", "del", "la", "las", "los", "da", "dos", "di", "van", "von", "y", "e", "st", "mc"}


def plain_parts(name: str) -> list[str]:
    """The parts of a name without accents, particles and case: "María de la Cruz" -> ["maria", "cruz"]."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"[a-z]+", "".join(c for c in bare if not unicodedata.combining(c)).replace("'", ""))
    return [word for word in words if len(word) > 1 and word not in PARTICLES]


def name_tokens(*names: str) -> list[int]:
    sounds = {jellyfish.metaphone(part) for name in names for part in plain_parts(name)}
    return sorted(blind(sound, "name") for sound in sounds if sound)


def normal_phone(phone: str) -> str:
    """E.164, reading a local number as one of the first country's; digits only when it is no valid number."""
    try:
        parsed = phonenumbers.parse(phone, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", phone)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def phone_tokens(phones) -> list[int]:
    return sorted({blind(number, "phone") for number in map(normal_phone, phones) if number})
