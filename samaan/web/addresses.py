"""Addresses of pages that have one for everybody."""

from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def address_of(url_name: str) -> str:
    """The address of a page, or nothing where this installation does not have it.

    The frame of each page asks for a dozen, and they never change while the process runs.
    """
    return found(url_name, settings.ROOT_URLCONF)


@lru_cache(maxsize=200)
def found(url_name: str, addresses: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
