"""Keyed tokens by which names, telephones and document numbers find each other under encryption.

Of each word of a name: the word, the word without any one of its letters (two words one slip apart share one of
these), how it sounds, and the full names it may be short for. Tokens of names are cut to 32 bits: enough to find
somebody among a million, too little to prove to whoever has only the database that a name is there.
"""

import hashlib
from collections.abc import Iterable
from functools import cache

from samaan.masterkey import MasterKey
from samaan.people.birth_dates import normal_birth_date
from samaan.people.identifiers import normal_documents, normal_phone
from samaan.people.names import Part, parts_of
from samaan.people.nicknames import FILE, stands_for
from samaan.people.sounds import sounds_of
from samaan.vault import master
from samaan.vault.master import blind

# Raise it when the tokens of a name change: the worker then makes those of everybody anew.
ALGORITHM = 2
SHORTEST_TO_CUT = 3
NAME_BITS = 32


def name_token(form: str, by: MasterKey | None = None) -> int:
    return blind(form, "name", by) & ((1 << NAME_BITS) - 1)


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
    newest = master.newest()
    return {name_token(form, newest) for form in forms_of_part(part)}


def sought_part_tokens(part: Part) -> set[int]:
    """The same for looking: while the master key is being changed, whoever still has the old tokens is found too."""
    forms = forms_of_part(part)
    return {name_token(form, by) for by in master.versions() for form in forms}


def name_tokens(*names: str) -> list[int]:
    """What a person is found by: the tokens of every part of every name."""
    return sorted(set().union(*(part_tokens(part) for name in names for part in parts_of(name))))


def phone_tokens(phones: Iterable[str], by: MasterKey | None = None) -> list[int]:
    return sorted({blind(number, "phone", by) for number in map(normal_phone, phones) if number})


def document_tokens(numbers: Iterable[str], by: MasterKey | None = None) -> list[int]:
    return sorted({blind(number, "document", by) for number in normal_documents(numbers)})


def sought_number_tokens(phones: Iterable[str], documents: Iterable[str]) -> tuple[list[int], list[int]]:
    """Of telephones and of documents, for looking: by every version of the master key that there is."""
    phones, documents, keys = list(phones), list(documents), master.versions()
    return (
        [token for by in keys for token in phone_tokens(phones, by)],
        [token for by in keys for token in document_tokens(documents, by)],
    )


def generation() -> str:
    """Changes with the key, the algorithm and the list of nicknames: a row that names another is to be made anew."""
    return f"{ALGORITHM}.{blind(nicknames(), 'generation') & 0xFFFFFFFF:08x}"


def birth_token(written: str) -> int | None:
    """Of a whole date of birth, however it is written."""
    born = normal_birth_date(written)
    return blind(born, "birth") if born else None


@cache
def nicknames() -> str:
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
