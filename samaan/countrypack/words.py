"""Words in the language of whoever reads."""

from collections.abc import Mapping

from django.utils.translation import get_language

FALLBACK = "en"


def in_language(words: Mapping[str, str], language: str | None = None) -> str:
    """The words in `language` (by default the one in use), else in English, else in any."""
    code = (language or get_language() or FALLBACK).partition("-")[0]
    return words.get(code) or words.get(FALLBACK) or next(filter(None, words.values()), "")


def within_sentence(words: str) -> str:
    """A label as it stands inside a sentence: only English keeps the capital of a language or a people."""
    if (get_language() or FALLBACK).startswith("en"):
        return words
    return words[:1].lower() + words[1:]
