"""Finding persons by name, telephone or document number: candidates by their tokens, then compared as words.

Every function gives only persons the asker may see; the database holds that whatever stands here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from samaan import countrypack
from samaan.accounts.models import User
from samaan.people import tokens
from samaan.people.birth_dates import normal_birth_date
from samaan.people.identifiers import normal_documents, normal_phone
from samaan.people.likeness import Comparison, Name, NameMatch
from samaan.people.models import Person
from samaan.vault import keyring

# With as many candidates no further word may be missing.
ENOUGH = 12
# Those who have all the words; those who lack one are opened only if they have much in common.
MOST_CANDIDATES, MOST_LACKING = 150, 60
# A word that more people share says nothing alone, and of those who share two the first so many are looked at.
MOST_SCORED = 4000
MOST_WORDS = 6
MOST_NUMBERED = 50
MOST_SHOWN = 50
# Two words of three are alike: enough to be shown. Nearly every word is: enough to ask whether it is the same person.
ALIKE, MAY_BE_THE_SAME = 0.6, 0.8
# An age is often a guess.
AGE_TOLERANCE = 2
TOKENS = ("name_tokens", "phone_tokens", "document_tokens")
SAME_AGE, SAME_BIRTH_DATE = 0.02, 0.1


@dataclass(frozen=True)
class Sought:
    """Whom somebody looks for; anything may be left open."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    age_band: str = ""
    birth_date: str = ""
    age: int | None = None

    @classmethod
    def of(cls, person: Person) -> "Sought":
        """Whoever may be the same as this person."""
        names = (person.given_names, person.family_names)
        return cls(
            names if any(names) else (person.aliases,),
            tuple(person.phones),
            tuple(person.document_numbers or ()),
            birth_date=person.birth_date,
            age=person.age,
        )

    @property
    def is_empty(self) -> bool:
        return not any((*self.names, *self.phones, *self.documents))


@dataclass(frozen=True)
class Match:
    """A person who may be meant, and why."""

    person: Person
    name: NameMatch
    same_phone: bool = False
    same_document: bool = False
    same_age: bool = False
    same_birth_date: bool = False

    @property
    def score(self) -> float:
        numbers = 2 * self.same_document + self.same_phone
        return self.name.score + numbers + SAME_AGE * self.same_age + SAME_BIRTH_DATE * self.same_birth_date


@dataclass
class Found:
    """The likeliest first. `too_common`: so many have these names that only some were looked at."""

    matches: list[Match] = field(default_factory=list)
    too_common: bool = False
    # Whether somebody out of sight is nearly surely meant (samaan.people.known_elsewhere).
    elsewhere: bool = False


def find(sought: Sought, user: User, *, without: Iterable[UUID] = (), least: float = ALIKE) -> Found:
    """Persons this user may see who may be meant."""
    ids, too_common = candidates(sought)
    # The tokens are many numbers that nobody reads here.
    found = Person.objects.visible_to(user).filter(pk__in=ids - set(without)).defer(*TOKENS)
    persons = [person for person in found if fits_age(person, sought.age_band)]
    keyring.preload(person.pk for person in persons)
    matches = [match for match in compared(sought, persons) if match.score >= least]
    matches.sort(key=lambda match: (-match.score, match.person.created_at))
    return Found(matches[:MOST_SHOWN], too_common)


def candidates(sought: Sought) -> tuple[set[UUID], bool]:
    """Ids of whoever has some of the tokens, and whether there were more than could be looked at."""
    numbered = with_numbers(sought)
    named, too_common = with_names(sought)
    return named | numbered, too_common


def with_names(sought: Sought) -> tuple[set[UUID], bool]:
    """Whoever has all the words; while those are few, whoever has all but one, and so on down to half."""
    words = words_of(sought.names)
    found: set[UUID] = set()
    too_common = False
    for missing in range(len(words) // 2 + 1):
        one_is_left = missing > 0 and len(words) - missing == 1
        if len(found) >= ENOUGH:
            break
        rows = named(words, missing)
        cut = any(row[2] for row in rows)
        too_common = too_common or (cut and missing == 0)
        # One word of several that thousands share leads to nobody.
        if not (cut and one_is_left):
            found |= {row[0] for row in rows}
    return found, too_common


def words_of(names: Iterable[str]) -> list[str]:
    """For each word its tokens, as the database reads an array; of too many words the longest."""
    parts = sorted(Name(*names).parts, key=lambda part: -len(part.word))[:MOST_WORDS]
    return ["{" + ",".join(map(str, tokens.sought_part_tokens(part))) + "}" for part in parts]


def named(words: list[str], missing: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, shared, cut FROM sec.people_named(%s, %s, %s, %s)",
            [words, missing, MOST_LACKING if missing else MOST_CANDIDATES, MOST_SCORED],
        )
        return cursor.fetchall()


def with_numbers(sought: Sought) -> set[UUID]:
    phones, documents = tokens.sought_number_tokens(sought.phones, sought.documents)
    if not phones and not documents:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM sec.people_numbered(%s, %s, %s)", [phones, documents, MOST_NUMBERED])
        return {row[0] for row in cursor.fetchall()}


def fits_age(person: Person, age_band: str) -> bool:
    """Whether the person may be of this age: nearly, or of an age nobody knows."""
    limits = ages_of(age_band)
    if limits is None or person.age is None:
        return True
    return limits[0] - AGE_TOLERANCE <= person.age <= limits[1] + AGE_TOLERANCE


def ages_of(age_band: str) -> tuple[int, int] | None:
    """From and to; None for a band without ages."""
    entry = countrypack.pack().entry("age_bands", age_band) if age_band else None
    low = entry.more.get("from_age", "") if entry else ""
    high = entry.more.get("to_age", "") if entry else ""
    return (int(low), int(high) if high else 200) if low else None


def compared(sought: Sought, persons: Iterable[Person]) -> Iterable[Match]:
    """Each person opened and compared with what was sought; the closer of the name and the other names counts."""
    comparison = Comparison(Name(*sought.names))
    phones = {normal_phone(phone) for phone in sought.phones} - {""}
    documents = normal_documents(sought.documents)
    limits = ages_of(sought.age_band)
    born = normal_birth_date(sought.birth_date)
    for person in persons:
        named_so = comparison.with_name(Name(person.given_names, person.family_names))
        if person.aliases:
            called_so = comparison.with_name(Name(person.given_names, person.family_names, person.aliases))
            named_so = max(named_so, called_so, key=lambda name: name.score)
        yield Match(
            person,
            named_so,
            # Opened only when sought: each is a decryption.
            same_phone=bool(phones) and bool(phones & {normal_phone(phone) for phone in person.phones}),
            same_document=bool(documents) and bool(documents & normal_documents(person.document_numbers or ())),
            same_birth_date=bool(born) and normal_birth_date(person.birth_date) == born,
            same_age=limits is not None and person.age is not None and limits[0] <= person.age <= limits[1],
        )
