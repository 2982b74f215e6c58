"""Other persons taken out of a free text, by the same tokens a name search uses: nobody's name is read for it.

Taken out are the words by which others in the survivor's files are found (accents, order and one slip aside), every
telephone number that is not the survivor's own, every e-mail address, and others' document numbers.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import phonenumbers
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from samaan.people import tokens
from samaan.people.identifiers import normal_phone
from samaan.people.models import Person
from samaan.people.names import PARTICLES, plain_parts, plain_words

Span = tuple[int, int]

WORD = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/]{4,}\d")
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
DOCUMENT = re.compile(r"\b[A-Za-z]{0,3}[-.\s]?\d[\d.\-\s]{3,}\d\b|\b[A-Za-z]{1,3}\d{5,}\b")
# What may stand between two words of one name.
BETWEEN = re.compile(r"[\s.,’'-]{0,3}")
# A shorter word is taken out only when it is exactly a name: three letters are too easily one slip from another.
LONG_ENOUGH = 5


@dataclass(frozen=True)
class Known:
    """By what others are found, and which words and numbers are the survivor's own."""

    names: frozenset[int] = frozenset()
    phones: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    own_words: frozenset[str] = frozenset()
    own_phones: frozenset[str] = frozenset()
    # Words looked up already: the same ones come again and again, and each costs a dozen keyed hashes.
    looked_up: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)


def known_of(case_id: UUID, person: Person) -> Known:
    """What the database says of the others in this survivor's files, in tokens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT names, phones, documents FROM sec.tokens_of_others(%s)", [case_id])
        names, phones, documents = map(frozenset, cursor.fetchone())
    own = frozenset(plain_parts(person.given_names, person.family_names, person.aliases))
    return Known(names, phones, documents, own, frozenset(map(normal_phone, person.phones)))


def spans_of(text: str, known: Known) -> list[Span]:
    """The pieces of a text that speak of others, in order, each from and to."""
    return merged([*names_in(text, known), *numbers_in(text, known), *(found.span() for found in EMAIL.finditer(text))])


def names_in(text: str, known: Known) -> list[Span]:
    """Words others are found by; a word of the survivor's own name only where it stands beside one of these."""
    words = [(found.span(), form_of(found[0])) for found in WORD.finditer(text)]
    sure = {place for place, (_span, form) in enumerate(words) if is_name(form, known) and form not in known.own_words}
    for place in sorted(sure):
        for step in (1, -1):
            sure |= neighbours(text, words, place, step, known)
    return joined(text, [words[place][0] for place in sorted(sure)])


def neighbours(text: str, words: list[tuple[Span, str]], place: int, step: int, known: Known) -> set[int]:
    """The words of the same name that the survivor has too: a brother's family name."""
    found: set[int] = set()
    at = place + step
    while 0 <= at < len(words) and stands_beside(text, words[at - step][0], words[at][0]):
        form = words[at][1]
        if is_name(form, known):
            found.add(at)
        elif form not in PARTICLES:
            break
        at += step
    return found


def stands_beside(text: str, one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    return bool(BETWEEN.fullmatch(text[first[1] : second[0]]))


def form_of(word: str) -> str:
    """The word as names are compared: small, without accents, Mc and Mac alike."""
    return "".join(plain_words(word))


def is_name(form: str, known: Known) -> bool:
    """Whether somebody else is found by this word, as it is or with one slip."""
    if not form or form in PARTICLES:
        return False
    if form not in known.looked_up:
        newest = [tokens.name_token(one, by) for by in tokens.master.versions() for one in forms_of(form)]
        known.looked_up[form] = not known.names.isdisjoint(newest)
    return known.looked_up[form]


def forms_of(form: str) -> set[str]:
    """The word itself, and of a longer one what remains without any one of its letters."""
    if len(form) < LONG_ENOUGH:
        return {tokens.whole(form)}
    return {tokens.whole(form), form} | {form[:place] + form[place + 1 :] for place in range(len(form))}


def numbers_in(text: str, known: Known) -> list[Span]:
    phones = [found.span() for found in NUMBER.finditer(text) if is_anothers_phone(found[0], known)]
    documents = [found.span() for found in DOCUMENT.finditer(text) if is_anothers_document(found[0], known)]
    return phones + documents


def is_anothers_phone(written: str, known: Known) -> bool:
    """A number of others in the files; or any that could be telephoned and is not the survivor's own."""
    if DAY.fullmatch(written.strip()) or normal_phone(written) in known.own_phones:
        return False
    by_token = [token for by in tokens.master.versions() for token in tokens.phone_tokens([written], by)]
    return not known.phones.isdisjoint(by_token) or can_be_telephoned(written)


def can_be_telephoned(written: str) -> bool:
    try:
        parsed = phonenumbers.parse(written, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return False
    digits = re.sub(r"\D", "", written)
    return phonenumbers.is_possible_number(parsed) and len(digits) >= 7


def is_anothers_document(written: str, known: Known) -> bool:
    by_token = [token for by in tokens.master.versions() for token in tokens.document_tokens([written], by)]
    return not known.documents.isdisjoint(by_token)


def joined(text: str, spans: list[Span]) -> list[Span]:
    """Words of one name as one piece, with the particles between them: “María de la Cruz”."""
    found: list[Span] = []
    for span in spans:
        if found and is_within_a_name(text[found[-1][1] : span[0]]):
            found[-1] = (found[-1][0], span[1])
        else:
            found.append(span)
    return found


def is_within_a_name(between: str) -> bool:
    """Nothing but particles and what may stand between two words."""
    if len(between) > 15 or re.search(r"[\n\d;:!?]|\.\s", between):
        return False
    return all(form_of(word) in PARTICLES for word in WORD.findall(between))


def merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def spans_of_words(text: str, words: str) -> list[Span]:
    """Wherever these words stand in the text, capitals and accents aside."""
    sought = " ".join(folded(words).split())
    if not sought:
        return []
    pattern = r"\s+".join(map(re.escape, sought.split()))
    return [found.span() for found in re.finditer(pattern, folded(text))]


def folded(text: str) -> str:
    """Small letters without accents, letter for letter, so that places stay the same."""
    return "".join((unicodedata.normalize("NFKD", letter)[:1].casefold() or letter)[:1] for letter in text)


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with “[another person]” where others stood, in the language at work."""
    kept, at = [], 0
    for start, end in merged(spans):
        kept += [text[at:start], _("[another person]")]
        at = end
    return "".join([*kept, text[at:]])


@dataclass(frozen=True)
class Piece:
    """A piece of a text as the reader looks through it: what stays, and what is taken out."""

    text: str
    is_removed: bool


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    found, at = [], 0
    for start, end in merged(spans):
        found += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return [piece for piece in [*found, Piece(text[at:], False)] if piece.text]
