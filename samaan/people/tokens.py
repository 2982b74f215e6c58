"""Keyed tokens by which names, telephones and document numbers find each other under encryption.

Of each word of a name: the word, the word without any one of its letters (two words one slip apart share one of
these), how it sounds, and the full names it may be short for. Tokens of names are cut to 32 bits: enough to find
somebody among a million, too little to prove to whoever has only the database that a name is there.
"""

import hashlib
from collections.abc import Iterable
from functools import cache

from samaan.people.birth_dates import normal_birth_date
from samaan.people.identifiers import normal_documents, normal_phone
from samaan.people.names import Part, parts_of
from samaan.people.nicknames import FILE, stands_for
from samaan.people.sounds import sounds_of
from samaan.vault.master import blind

# Raise it when the tokens of a name change: the worker then makes those of everybody anew.
ALGORITHM = 2
SHORTEST_TO_CUT = 3
NAME_BITS = 32


def name_token(form: str) -> int:
    return blind(form, "name") & ((1 << NAME_BITS) - 1)


def whole(word: str) -> str:
    """The form that only the word itself has: without a letter, another may be the same."""
    return f"={word}"


def forms_of_word(word: str) -> set[str]:
    """Everything a word is found by, before it is keyed."""
    forms = {word, whole(word)} | {f"~{sound}" for sound in sounds_of(word)} | {f"@{name}" for name in stands_for(word)}
    if len(word) >= SHORTEST_TO_CUT:
        forms |= {word[:place] + word[place + 1 :] for place in range(len(word))}
    return forms


def forms_of_part(part: Part) -> set[str]:
    """A word, and its joined writings as they are and as they sound."""
    forms = forms_of_word(part.word)
    for word in part.joined:
        forms |= {word} | {f"~{sound}" for sound in sounds_of(word)}
    return forms


def part_tokens(part: Part) -> set[int]:
    return {name_token(form) for form in forms_of_part(part)}


def name_tokens(*names: str) -> list[int]:
    """What a person is found by: the tokens of every part of every name."""
    return sorted(set().union(*(part_tokens(part) for name in names for part in parts_of(name))))


def phone_tokens(phones: Iterable[str]) -> list[int]:
    return sorted({blind(number, "phone") for number in map(normal_phone, phones) if number})


def document_tokens(numbers: Iterable[str]) -> list[int]:
    return sorted({blind(number, "document") for number in normal_documents(numbers)})


def birth_token(written: str) -> int | None:
    """Of a whole date of birth, however it is written."""
    born = normal_birth_date(written)
    return blind(born, "birth") if born else None


@cache
def generation() -> str:
    """Changes with the key, the algorithm and the list of nicknames: a row that names another is to be made anew."""
    nicknames = hashlib.sha256(FILE.read_bytes()).hexdigest()
    return f"{ALGORITHM}.{blind(nicknames, 'generation') & 0xFFFFFFFF:08x}"
