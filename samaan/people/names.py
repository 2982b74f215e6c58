"""Taking a name apart: accents, particles, hyphens, Mc and Mac, words written together or apart."""

import re
import unicodedata
from dataclasses import dataclass, field

# Small words that come and go between two writings of one name.
PARTICLES = frozenset({
    "de", "del", "la", "las", "los", "el", "da", "das", "do", "dos", "di", "du", "van", "von", "der", "den",
    "y", "e", "i", "al", "st", "saint", "ste", "bin", "ibn", "binti",
})  # fmt: skip
APOSTROPHES = str.maketrans("", "", "'’‘`´")


@dataclass
class Part:
    """One word of a name, and how it reads when written together with its particles or a neighbour."""

    word: str
    joined: set[str] = field(default_factory=set)


def plain(name: str) -> str:
    """Small letters without accents: "Muñoz" -> "munoz"."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(APOSTROPHES))
    return "".join(character for character in bare if not unicodedata.combining(character))


def plain_words(name: str) -> list[str]:
    """The words of a name, particles too; initials say too little to be kept."""
    words = re.findall(r"[^\W\d_]+", plain(name))
    return [word for word in with_prefixes(words) if len(word) > 1 or word in PARTICLES or not word.isascii()]


def with_prefixes(words: list[str]) -> list[str]:
    """Mc and Mac in one writing: "Mc Donald", "McDonald" and "MacDonald" -> "macdonald"."""
    found: list[str] = []
    for word in words:
        if found and found[-1] in ("mc", "mac"):
            found[-1] = f"mac{word}"
        elif word.startswith("mc") and len(word) > 3:
            found.append(f"mac{word[2:]}")
        else:
            found.append(word)
    return found


def parts_of(name: str) -> list[Part]:
    """The parts of a name that tell people apart: "María de la Cruz" -> "maria", "cruz" (also "delacruz")."""
    words = plain_words(name)
    parts: list[Part] = []
    before = ""
    for word in words:
        if word in PARTICLES:
            before += word if len(word) > 1 else ""
            continue
        part = Part(word)
        if before:
            part.joined.add(before + word)
        elif parts:
            together = parts[-1].word + word
            part.joined.add(together)
            parts[-1].joined.add(together)
        parts.append(part)
        before = ""
    # A name of nothing but particles is a name all the same.
    return parts or [Part(word) for word in words]


def plain_parts(*names: str) -> list[str]:
    return [part.word for name in names for part in parts_of(name)]
