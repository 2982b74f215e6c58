"""Short forms of given names, as data: Paco is Francisco, Chucho is Jesús."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from samaan.people.names import plain

FILE = Path(__file__).parent / "data" / "nicknames.txt"


@cache
def full_names() -> dict[str, frozenset[str]]:
    """For each name and each short form, the full names it may stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, forms in lines():
        for form in (name, *forms):
            found[form].add(name)
    return {form: frozenset(names) for form, names in found.items()}


def lines() -> Iterator[tuple[str, list[str]]]:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, forms = plain(line).partition(":")
            yield name, forms.split()


def stands_for(word: str) -> frozenset[str]:
    """The full names a word may stand for, itself among them when it is one; none for an unlisted name."""
    return full_names().get(word, frozenset())
