"""The referral map as people read it: every code in words, the needs under their groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.countrypack.content import Pack
from samaan.countrypack.parts import Route
from samaan.countrypack.wording import time_words

CONSENTS: dict[str, str | Promise] = {
    "required": _("Needed"),
    "law_for_children": _("Needed; for a child the law is enough"),
    "not_needed": _("Not needed: nothing personal is shared"),
}
WHOM: dict[str, str | Promise] = {"": _("Everybody"), "adults": _("Adults"), "children": _("Children")}


@dataclass(frozen=True)
class Asked:
    """A provider in its place, with what it commits to."""

    code: str
    name: str
    commits_to: str


@dataclass(frozen=True)
class Way:
    """One need: who may refer whom, who is asked in which order, with what, in what time."""

    need: str
    label: str
    route: Route
    may_refer: list[str]
    whom: str
    providers: list[Asked]
    children: list[Asked]
    minimum: list[str]
    consent: str
    times: list[tuple[str, str]]

    @property
    def everybody(self) -> list[Asked]:
        """Whoever it names, each once."""
        return list({one.code: one for one in (*self.providers, *self.children)}.values())


@dataclass(frozen=True)
class Group:
    """A heading with its needs."""

    code: str
    label: str
    ways: list[Way]


def groups(routes: Mapping[str, Route]) -> list[Group]:
    """The needs under the headings of their groups, in the order of the lists."""
    pack = countrypack.pack()
    needs = pack.codelist("needs").entries
    shown: dict[str, list[Way]] = {}
    for need, entry in needs.items():
        if need in routes:
            shown.setdefault(entry.more.get("group", ""), []).append(way(routes[need], pack))
    headings = pack.codelist("need_groups").entries
    return [Group(code, headings[code].label, shown[code]) for code in headings if code in shown]


def way(route: Route, pack: Pack) -> Way:
    whom = str(WHOM[route.for_whom])
    if route.sexes:
        whom += f" ({', '.join(pack.labels('sex', route.sexes)).lower()})"
    return Way(
        need=route.need,
        label=pack.label("needs", route.need),
        route=route,
        may_refer=pack.labels("organisation_kinds", route.who_may_refer),
        whom=whom,
        providers=asked(route, route.providers, pack),
        children=asked(route, route.for_children, pack),
        minimum=pack.labels("slice_fields", route.minimum),
        consent=str(CONSENTS[route.consent]),
        times=times(route, pack),
    )


def asked(route: Route, codes: Iterable[str], pack: Pack) -> list[Asked]:
    return [Asked(code, name_of(code, pack), route.commits_to(code)) for code in codes]


def name_of(code: str, pack: Pack) -> str:
    found = pack.organisations.get(code)
    return found.name if found else code


def times(route: Route, pack: Pack) -> list[tuple[str, str]]:
    """How long a provider has to answer at each priority."""
    found = []
    for code, _label in pack.choices("referral_priorities"):
        within = route.answer_within.get(code) or pack.clock("referral.answer", code)
        if within:
            found.append((pack.brief("referral_priorities", code), in_words(within.total_seconds())))
    return found


def in_words(seconds: float) -> str:
    """“4 hours”, “3 days”."""
    hours = round(seconds / 3600)
    return time_words(f"{hours // 24}d" if hours >= 48 and hours % 24 == 0 else f"{hours}h")
