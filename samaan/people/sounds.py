"""How a name sounds, whoever wrote it down: a Spanish speaker, an English speaker of the Caribbean, or by ear.

Letters that one of them confuses become one: b/v, s/c/z, ll/y, g/j, qu/k/c, ph/f, ch/sh, i/y, silent h, silent final
d, double letters; every run of vowels is one vowel. Some letters are heard in several ways, so a name may have up to
three sounds: J as Y (Yessica) or not at all (Hosay), G before e and i also hard, X at the beginning also as S, LL
also as L.
"""

import re


def rules(*pairs: tuple[str, str]) -> list[tuple[re.Pattern, str]]:
    return [(re.compile(pattern), sound) for pattern, sound in pairs]


# In this order. Capitals are sounds that no later rule touches: A any vowels, X ch or sh, Y and W as consonants;
# J, G, Z, L and H those heard in several ways.
LETTERS = rules(
    (r"^(?:kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^ps", "s"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"sch|sh|tch|ch(?![rln])", "X"),
    (r"ch", "k"),
    (r"^x(?=[aeiou])", "Z"),
    (r"c?x", "s"),
    (r"s?c?c(?=[eiy])", "s"),
    (r"qu(?=[eiy])|ck|q|c", "k"),
    (r"(?<=k)[uw](?=[aeio])", "W"),
    (r"(?:gn|n[yh])(?=[aeiou])", "n"),
    (r"gu(?=[ei])|gh", "Q"),
    (r"^hu(?=[aeio])", "H"),
    (r"(?:^|(?<=[aeiou]))(?:gu(?=[ao])|hu(?=[aeio])|w(?=[aeiou]))", "W"),
    (r"d?j", "J"),
    (r"g(?=[eiy])", "G"),
    (r"h", ""),
    (r"ll(?=[aeiouy])", "L"),
    (r"(?:^i|^y|(?<=[aeiou])y)(?=[aeiou])", "Y"),
    (r"v", "b"),
    (r"z", "s"),
    (r"n(?=[bpm])", "m"),
    (r"[aeiouyw]+", "A"),
    (r"Q", "g"),
)
ENDINGS = rules((r"(.)\1+", r"\1"), (r"(?<=..[Alnr])d$", ""), (r"(?<=...)A$", ""))
WAYS = [
    str.maketrans({"J": "Y", "G": "Y", "Z": "Y", "L": "Y", "H": "W"}),
    str.maketrans({"J": "", "G": "", "Z": "", "L": "Y", "H": "A"}),
    str.maketrans({"J": "Y", "G": "g", "Z": "s", "L": "l", "H": "W"}),
]


def sounds_of(word: str) -> set[str]:
    """The ways a word may be heard; none for other scripts."""
    if not word.isascii():
        return set()
    key = replaced(word, LETTERS)
    return {replaced(key.translate(way), ENDINGS) for way in WAYS}


def replaced(text: str, by: list[tuple[re.Pattern, str]]) -> str:
    for pattern, sound in by:
        text = pattern.sub(sound, text)
    return text
