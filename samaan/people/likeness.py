"""How alike two names are, in any order of their parts, and in which way each word is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jellyfish import damerau_levenshtein_distance, jaro_winkler_similarity

from samaan.people.names import Part, parts_of
from samaan.people.nicknames import stands_for
from samaan.people.sounds import sounds_of


class How(StrEnum):
    """In which way two words are alike, the surest first."""

    SAME = "same"
    SOUND = "sound"
    SHORT = "short"
    SPELT = "spelt"


# What a way of being alike is worth, at the least.
WORTH = {How.SAME: 1.0, How.SOUND: 0.94, How.SHORT: 0.9, How.SPELT: 0.86}
SPELT_ALIKE = 0.86
# One slip in so short a word makes another name of it more easily.
SHORT_WORD, SLIP_IN_SHORT_WORD = 3, 0.78
# Two short writings may lack half of a long one; each word that only one of them has counts a little against it.
MISSING_WORD = 0.03
# A single word in common says little when more were sought.
ONE_WORD = 0.7


@dataclass(frozen=True)
class WordMatch:
    """A word that was sought, the word it was found as, and in which way they are alike."""

    sought: str
    found: str
    how: How
    worth: float


@dataclass(frozen=True)
class NameMatch:
    score: float
    words: tuple[WordMatch, ...]


NOT_ALIKE = NameMatch(0.0, ())


class Name:
    """A name taken apart, whatever it was written in."""

    def __init__(self, *written: str) -> None:
        self.parts: list[Part] = [part for one in written for part in parts_of(one)]


class Comparison:
    """One name against many. What was worked out for a pair of words is kept while it lasts: names repeat."""

    def __init__(self, sought: Name) -> None:
        self.sought = sought
        self._pairs: dict[tuple[str, str], tuple[How, float] | None] = {}
        self._sounds: dict[str, set[str]] = {}

    def with_name(self, other: Name) -> NameMatch:
        """Each word goes to the word of the other name it is most like, and no word to two."""
        if not self.sought.parts or not other.parts:
            return NOT_ALIKE
        pairs = [
            (alike[1], mine, theirs, alike[0])
            for mine, part in enumerate(self.sought.parts)
            for theirs, another in enumerate(other.parts)
            if (alike := self.alike(part, another))
        ]
        pairs.sort(key=lambda pair: -pair[0])
        matched: dict[int, WordMatch] = {}
        taken: set[int] = set()
        for worth, mine, theirs, how in pairs:
            if mine not in matched and theirs not in taken:
                matched[mine] = WordMatch(self.sought.parts[mine].word, other.parts[theirs].word, how, worth)
                taken.add(theirs)
        return self.judged([matched[mine] for mine in sorted(matched)], other)

    def judged(self, words: Iterable[WordMatch], other: Name) -> NameMatch:
        words = tuple(words)
        fewer, more = sorted((len(self.sought.parts), len(other.parts)))
        score = sum(word.worth for word in words) / fewer - MISSING_WORD * (more - len(words))
        if len(words) == 1 and len(self.sought.parts) > 1:
            score = min(score, ONE_WORD)
        return NameMatch(max(score, 0.0), words)

    def alike(self, part: Part, other: Part) -> tuple[How, float] | None:
        if part.word == other.word or other.word in part.joined or part.word in other.joined:
            return How.SAME, WORTH[How.SAME]
        key = (part.word, other.word)
        if key not in self._pairs:
            self._pairs[key] = self.compared(*key)
        return self._pairs[key]

    def compared(self, word: str, other: str) -> tuple[How, float] | None:
        close = jaro_winkler_similarity(word, other)
        if self.sounds(word) & self.sounds(other):
            return How.SOUND, max(close, WORTH[How.SOUND])
        if stands_for(word) & stands_for(other):
            return How.SHORT, WORTH[How.SHORT]
        one_slip = damerau_levenshtein_distance(word, other) == 1
        if (one_slip and min(len(word), len(other)) > SHORT_WORD) or close >= SPELT_ALIKE:
            return How.SPELT, max(close, WORTH[How.SPELT])
        return (How.SPELT, SLIP_IN_SHORT_WORD) if one_slip and max(len(word), len(other)) >= SHORT_WORD else None

    def sounds(self, word: str) -> set[str]:
        if word not in self._sounds:
            self._sounds[word] = sounds_of(word)
        return self._sounds[word]
