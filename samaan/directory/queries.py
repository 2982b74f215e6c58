"""Finding a service for a person who is described, never named."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samaan import countrypack
from samaan.countrypack.words import within_sentence
from samaan.directory.models import Service


@dataclass(frozen=True)
class Wanted:
    """What a person needs and what decides whether a service takes them. Anything may be left open."""

    need: str = ""
    age: int | None = None
    is_child: bool | None = None
    sex: str = ""
    region: str = ""
    language: str = ""

    @property
    def treat_as_child(self) -> bool:
        """Under age, or said to be a child."""
        if self.age is not None:
            return self.age < countrypack.pack().adult_age
        return bool(self.is_child)


@dataclass(frozen=True)
class Offer:
    """A service for somebody, with why it is offered at this place and what to mind."""

    service: Service
    reasons: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    # First, second … to be asked by the referral map; None when the map does not name the provider.
    turn: int | None = None


def services_for(
    need: str = "",
    *,
    age: int | None = None,
    is_child: bool | None = None,
    sex: str = "",
    region: str = "",
    language: str = "",
) -> list[Offer]:
    """The services open to this person, the agreed and nearest first, each with its reasons in words.

    What excludes: another need, an age or sex the service does not take, a region it does not serve.
    What only ranks: the referral map's order, nearness, the language, opening hours, speed of answer.
    """
    wanted = Wanted(need=need, age=age, is_child=is_child, sex=sex, region=region, language=language)
    services = open_to(wanted).select_related("organisation", "unit")
    offers = [(service, turn_of(service, wanted)) for service in services]
    offers.sort(key=lambda pair: rank(pair[0], pair[1], wanted))
    return [
        Offer(service, list(reasons(service, turn, wanted)), list(cautions(service, turn, wanted)), turn)
        for service, turn in offers
    ]


def open_day_and_night() -> list[Offer]:
    """The services that answer at any hour, by what they are for."""
    services = open_to(Wanted()).filter(always_open=True).select_related("organisation", "unit")
    order = {code: index for index, (code, _label) in enumerate(countrypack.pack().choices("needs"))}
    nothing = Wanted()
    return [
        Offer(service, list(reasons(service, None, nothing)), list(cautions(service, None, nothing)))
        for service in sorted(services, key=lambda found: (order.get(found.need, len(order)), found.name))
    ]


def open_to(wanted: Wanted) -> QuerySet[Service]:
    """Active services that take such a person there."""
    services = Service.objects.filter(is_active=True, organisation__is_active=True)
    if wanted.need:
        services = services.filter(need=wanted.need)
    if wanted.age is not None:
        services = services.filter(
            Q(min_age=None) | Q(min_age__lte=wanted.age), Q(max_age=None) | Q(max_age__gte=wanted.age)
        )
    elif wanted.is_child is not None:
        services = services.filter(takes_children() if wanted.is_child else takes_adults())
    if wanted.sex and wanted.sex != "unknown":
        services = services.filter(Q(sexes=[]) | Q(sexes__contains=[wanted.sex]))
    if wanted.region:
        services = services.filter(Q(regions=[]) | Q(regions__contains=[wanted.region]))
    return services


def takes_children() -> Q:
    return Q(min_age=None) | Q(min_age__lt=countrypack.pack().adult_age)


def takes_adults() -> Q:
    return Q(max_age=None) | Q(max_age__gte=countrypack.pack().adult_age)


def turn_of(service: Service, wanted: Wanted) -> int | None:
    """When the referral map asks this service's organisation for its need: 1 is first."""
    route = countrypack.pack().route(service.need)
    providers = route.providers_for(child=wanted.treat_as_child) if route else ()
    code = service.organisation.code
    return providers.index(code) + 1 if code in providers else None


def rank(service: Service, turn: int | None, wanted: Wanted) -> tuple:
    """Smaller comes first."""
    return (
        turn is None,
        speaks(service, wanted) is False,
        not (wanted.region and wanted.region in service.regions),
        turn or 0,
        not service.always_open,
        service.answer_hours if service.answer_hours is not None else 10_000,
        service.organisation.name,
        service.code,
    )


def speaks(service: Service, wanted: Wanted) -> bool | None:
    """Whether the service speaks the language; None when it was not asked."""
    return wanted.language in service.languages if wanted.language else None


def language_in_words(wanted: Wanted) -> str:
    return within_sentence(countrypack.pack().label("languages", wanted.language))


def reasons(service: Service, turn: int | None, wanted: Wanted) -> Iterator[str]:
    """Why this service, in words."""
    pack = countrypack.pack()
    if turn == 1:
        yield _("First to be asked by the referral map")
    elif turn:
        yield _("Number %(turn)s to be asked by the referral map") % {"turn": turn}
    if wanted.region and wanted.region in service.regions:
        yield _("Works in %(region)s") % {"region": pack.label("regions", wanted.region)}
    elif wanted.region:
        yield _("Works in the whole country")
    if wanted.age is not None or wanted.sex in ("female", "male"):
        yield takes_in_words(wanted)
    if speaks(service, wanted):
        yield _("Speaks %(language)s") % {"language": language_in_words(wanted)}
    if service.always_open:
        yield _("Open day and night")
    if service.answer_hours is not None:
        yield answers_in_words(service.answer_hours)


def takes_in_words(wanted: Wanted) -> str:
    """“Takes girls of 16”, “Takes men”, “Takes people of 40”."""
    child = wanted.treat_as_child
    who = {
        ("female", True): _("girls"),
        ("female", False): _("women"),
        ("male", True): _("boys"),
        ("male", False): _("men"),
    }.get((wanted.sex, child), _("children") if child else _("people"))
    if wanted.age is None:
        return _("Takes %(who)s") % {"who": who}
    return _("Takes %(who)s of %(age)s") % {"who": who, "age": wanted.age}


def answers_in_words(hours: int) -> str:
    if hours < 48:
        return ngettext("Answers within %(n)s hour", "Answers within %(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("Answers within %(n)s day", "Answers within %(n)s days", days) % {"n": days}


def cautions(service: Service, turn: int | None, wanted: Wanted) -> Iterator[str]:
    """What to mind before sending somebody there."""
    if wanted.need and turn is None:
        yield _("Not in the referral map for this person: use it only with a reason")
    if speaks(service, wanted) is False:
        yield _("Does not speak %(language)s: bring an interpreter") % {"language": language_in_words(wanted)}
    if wanted.age is None and (service.min_age or service.max_age is not None):
        yield _("Only for ages %(ages)s") % {"ages": ages_in_words(service)}
    if not wanted.sex and service.sexes:
        sexes = ", ".join(countrypack.pack().labels("sex", service.sexes)).lower()
        yield _("Only for: %(sexes)s") % {"sexes": sexes}


def ages_in_words(service: Service) -> str:
    """“18 and over”, “up to 17”, “12 to 24”; nothing when every age is taken."""
    if service.min_age and service.max_age is not None:
        return _("%(low)s to %(high)s") % {"low": service.min_age, "high": service.max_age}
    if service.max_age is not None:
        return _("up to %(high)s") % {"high": service.max_age}
    return _("%(low)s and over") % {"low": service.min_age} if service.min_age else ""
