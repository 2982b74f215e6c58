"""The number of a pack that was changed in the browser: a changed content needs one of its own."""

import re

from samaan.countrypack.loading import parts_of

LINE = re.compile(r"^version:[ \t]*[\"']?([\w.-]+).*$", re.MULTILINE)
# Year and number are the pack's own; the third number counts changes made here.
OWN_PARTS = 2


def raised(version: str) -> str:
    """`2026.1` -> `2026.1.1` -> `2026.1.2`: above what is at work, below the next number of the pack's keeper."""
    head, dot, last = version.rpartition(".")
    if len(parts_of(version)) > OWN_PARTS and dot and last.isdecimal():
        return f"{head}.{int(last) + 1}"
    return f"{version}.1"


def with_version(country: str, at_work: str) -> str:
    """country.yaml with a version above the one at work; one that is higher already stays."""
    found = LINE.search(country)
    if found is None or parts_of(found[1]) > parts_of(at_work):
        return country
    return LINE.sub(f'version: "{raised(at_work)}"', country, count=1)
