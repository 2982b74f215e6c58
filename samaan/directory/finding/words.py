"""Why a service is offered, what to mind, and why another is left out: in words."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samaan import countrypack
from samaan.countrypack.words import within_sentence
from samaan.directory.finding.hours import closed_in_words
from samaan.directory.finding.wanted import OLDEST, Somebody, Wanted
from samaan.directory.models import Capacity, Service
from samaan.directory.room import old_in_words, tonight


class Why(NamedTuple):
    """Why a service is left out: a code, and what it asks for. Equal ones stand under one heading."""

    code: str
    asked: Any = None


def left_out(why: Why) -> str:
    """“Full”, “Takes women only”, “Takes ages 18 and over”, “Works in other regions”."""
    if why.code == "sex":
        return only_for(*why.asked)
    if why.code == "age":
        return _("Takes ages %(ages)s") % {"ages": span(*why.asked)}
    if why.code == "closed":
        return closed_in_words(why.asked)
    if why.code in LISTED:
        return only_of(why.code, why.asked)
    return {"full": _("Full"), "region": _("Works in other regions")}[why.code]


# What a service may ask for besides age and sex: the code list, and the words.
LISTED: dict[str, tuple[str, str | Promise]] = {
    "nationality": ("nationality", gettext_lazy("Only for people from: %(listed)s")),
    "status": ("immigration_status", gettext_lazy("Only with this status: %(listed)s")),
    "household": ("households", gettext_lazy("Only for: %(listed)s")),
}


def only_of(code: str, asked: Iterable[str]) -> str:
    name, said = LISTED[code]
    return str(said) % {"listed": ", ".join(countrypack.pack().labels(name, asked))}


def only_for(sexes: tuple[str, ...], adults: bool) -> str:
    known: dict[tuple[tuple[str, ...], bool], str] = {
        (("female",), True): _("Takes women only"),
        (("female",), False): _("Takes women and girls only"),
        (("male",), True): _("Takes men only"),
        (("male",), False): _("Takes men and boys only"),
    }
    listed = ", ".join(countrypack.pack().labels("sex", sexes)).lower()
    return known.get((sexes, adults)) or _("Only for: %(sexes)s") % {"sexes": listed}


def reasons(
    service: Service, turn: int | None, wanted: Wanted, room: Capacity | None, km: float | None, is_open: bool | None
) -> Iterator[str]:
    """Why this service, in words. `is_open`: by its hours; None when they are not on record."""
    pack = countrypack.pack()
    if turn == 1:
        yield _("First to be asked by the referral map")
    elif turn:
        yield _("Number %(turn)s to be asked by the referral map") % {"turn": turn}
    if km is not None:
        yield _("%(km)s km away") % {"km": max(round(km), 1)}
    if wanted.region and wanted.region in service.regions:
        yield _("Works in %(region)s") % {"region": pack.label("regions", wanted.region)}
    elif wanted.region:
        yield _("Works in the whole country")
    if takes := takes_in_words(wanted):
        yield takes
    if wanted.language and wanted.language in service.languages:
        yield _("Speaks %(language)s") % {"language": language_in_words(wanted)}
    if room and room.is_known and room.available:
        yield tonight(room)
    if service.always_open:
        yield _("Open day and night")
    elif is_open:
        yield _("Open now")
    if service.answer_hours is not None:
        yield answers_in_words(service.answer_hours)


def takes_in_words(wanted: Wanted) -> str:
    """“Takes girls of 16”, “Takes men”, “Takes together: girls of 16, women”; nothing when nobody was described."""
    described = [one for one in wanted.people if one.age is not None or one.sex in ("female", "male")]
    if not described:
        return ""
    if len(wanted.people) == 1:
        return _("Takes %(who)s") % {"who": who_in_words(described[0])}
    return _("Takes together: %(who)s") % {"who": ", ".join(who_in_words(one) for one in wanted.people)}


def who_in_words(one: Somebody) -> str:
    """“girls of 16”, “women”, “girls (ages 12 to 17)”, “people of 40”."""
    child = one.is_child
    who = {
        ("female", True): _("girls"),
        ("female", False): _("women"),
        ("male", True): _("boys"),
        ("male", False): _("men"),
    }.get((one.sex, child), _("children") if child else _("people"))
    adult = countrypack.pack().adult_age
    if not one.knows_age or (one.youngest, one.oldest) in ((0, adult - 1), (adult, OLDEST)):
        return who
    if one.age is None:
        return _("%(who)s (ages %(ages)s)") % {"who": who, "ages": span(one.youngest, one.oldest)}
    return _("%(who)s of %(age)s") % {"who": who, "age": one.age}


def language_in_words(wanted: Wanted) -> str:
    return within_sentence(countrypack.pack().label("languages", wanted.language))


def answers_in_words(hours: int) -> str:
    if hours < 48:
        return ngettext("Answers within %(n)s hour", "Answers within %(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("Answers within %(n)s day", "Answers within %(n)s days", days) % {"n": days}


def cautions(
    service: Service, turn: int | None, wanted: Wanted, uncertain: list[str], room: Capacity | None, closed: str
) -> Iterator[str]:
    """What to mind before sending somebody there. `closed`: until when, if it is."""
    if closed:
        yield closed
    if wanted.need and turn is None:
        yield _("Not in the referral map for this person: use it only with a reason")
    if room and room.is_full:
        yield tonight(room)
    if room and (old := old_in_words(room)):
        yield old
    if wanted.language and wanted.language not in service.languages:
        yield _("Does not speak %(language)s: bring an interpreter") % {"language": language_in_words(wanted)}
    if "age" in uncertain:
        yield _("Only for ages %(ages)s") % {"ages": ages_in_words(service)}
    if "sex" in uncertain:
        sexes = ", ".join(countrypack.pack().labels("sex", service.sexes)).lower()
        yield _("Only for: %(sexes)s") % {"sexes": sexes}
    for code, name in (("nationality", "nationalities"), ("status", "statuses"), ("household", "households")):
        if code in uncertain:
            yield only_of(code, getattr(service, name))


def ages_in_words(service: Service) -> str:
    """“18 and over”, “up to 17”, “12 to 24”; nothing when every age is taken."""
    return span(service.min_age, service.max_age)


def span(low: int | None, high: int | None) -> str:
    if low and high is not None and high < OLDEST:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if high is not None and high < OLDEST:
        return _("up to %(high)s") % {"high": high}
    return _("%(low)s and over") % {"low": low} if low else ""
