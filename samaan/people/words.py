"""Why a person was found, as one would say it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.people.finding import Match
from samaan.people.likeness import How, WordMatch
from samaan.people.models import Person


def reasons(match: Match) -> Iterator[str]:
    """The surest first."""
    if match.same_document:
        yield _("The same document number")
    if match.same_phone:
        yield _("The same telephone number")
    same = [word.sought.title() for word in match.name.words if word.how is How.SAME]
    if same:
        yield _("The same name: %(words)s") % {"words": ", ".join(same)}
    yield from (in_words(word) for word in match.name.words if word.how is not How.SAME)
    if match.same_birth_date:
        yield _("The same date of birth")
    if match.same_age:
        yield _("Of this age")


def in_words(word: WordMatch) -> str:
    pair = {"sought": word.sought.title(), "found": word.found.title()}
    if word.how is How.SOUND:
        return _("%(sought)s sounds like %(found)s") % pair
    if word.how is How.SHORT:
        return _("%(sought)s and %(found)s may be short for each other") % pair
    return _("%(sought)s is spelt almost like %(found)s") % pair


def about(match: Match) -> str:
    """Age, sex and nationality in one line: "about 24, female, Venezuela"."""
    return about_person(match.person)


def about_person(person: Person) -> str:
    pack = countrypack.pack()
    age = ""
    if person.age is not None:
        age = _("about %(age)s") % {"age": person.age} if person.age_is_estimate else str(person.age)
    known = [age, pack.label("sex", person.sex), pack.label("nationality", person.nationality)]
    return ", ".join(filter(None, known))


CODES = {"sex": "sex", "nationality": "nationality", "language": "languages"}


def value_of(person: Person, name: str) -> str:
    """What a record says in one field, as one would read it."""
    value = getattr(person, name)
    if name in CODES:
        return countrypack.pack().label(CODES[name], value)
    if isinstance(value, list):
        return ", ".join(value)
    if name == "age" and value is not None and person.age_is_estimate:
        return _("about %(age)s") % {"age": value}
    return "" if value is None else str(value)
