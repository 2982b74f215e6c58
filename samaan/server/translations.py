"""Compiling translations without any outside tool, and finding what is not translated yet.

`python -m samaan.server.translations compile`
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]
COMPLETE = "es"
# Places in a text that the program fills: %(name)s, %s, {name}.
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogues(language: str = "*", package: Path = PACKAGE) -> list[Path]:
    """The catalogues of all contexts."""
    return sorted(package.glob(f"*/locale/{language}/LC_MESSAGES/*.po"))


def is_compiled(catalogue: Path) -> bool:
    """Whether the compiled form is there and not older."""
    made = catalogue.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= catalogue.stat().st_mtime


def compile_all() -> int:
    """Compile what changed; says how many catalogues that were."""
    stale = [path for path in catalogues() if not is_compiled(path)]
    for path in stale:
        draft = path.with_suffix(".mo.new")
        with open(draft, "wb") as file:
            write_mo(file, read(path))
        # In one step: another process may be reading it.
        draft.replace(path.with_suffix(".mo"))
    return len(stale)


def read(path: Path) -> Catalog:
    """One catalogue."""
    with open(path, "rb") as file:
        return read_po(file, locale=path.parents[1].name)


def faults(path: Path) -> Iterator[str]:
    """What is not well translated in a catalogue that should be complete."""
    for message in read(path):
        if not message.id:
            continue
        if not all(texts(message.string)):
            yield f"not translated: {message.id}"
        elif message.fuzzy:
            yield f"marked as uncertain: {message.id}"
        elif any(places(text) != places(original) for original, text in pairs(message)):
            yield f"other places to fill than the original: {message.id}"


def texts(words: object) -> list[str]:
    """A message's text, or its several forms for one and many."""
    return [str(word) for word in words] if isinstance(words, (list, tuple)) else [str(words or "")]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each form with its translation; "one" may leave the number out."""
    originals, translated = texts(message.id), texts(message.string)
    yield originals[-1], translated[-1]


def places(text: str) -> list[str]:
    """The places to fill, in any order."""
    return sorted(PLACES.findall(text))


if __name__ == "__main__":
    if sys.argv[1:] != ["compile"]:
        sys.exit(__doc__)
    if count := compile_all():
        sys.stdout.write(f"Compiled {count} catalogues of translations.\n")
