"""The big buttons of the finder: what is needed most often, and for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.directory.finding.wanted import OLDEST, Somebody

# From this age on a child decides and is asked for by itself.
TEEN = 12


@dataclass(frozen=True)
class Tile:
    """A button: its words, and what it adds to the question."""

    label: str
    people: list[str]


def needs() -> list[tuple[str, str]]:
    """The needs that the pack marks `tile: yes`; all of them where it marks none."""
    offered = countrypack.pack().codelist("needs").offered()
    marked = [entry for entry in offered if entry.more.get("tile") == "yes"]
    return [(entry.code, entry.label) for entry in marked or offered]


def whom() -> list[Tile]:
    """One person, or those who must stay together."""
    adult = countrypack.pack().adult_age
    girl, boy = (Somebody(sex, TEEN, adult - 1) for sex in ("female", "male"))
    woman, man = (Somebody(sex, adult, OLDEST) for sex in ("female", "male"))
    child = Somebody("", 0, TEEN - 1)
    ages = {"low": TEEN, "high": adult - 1}
    return [
        tile(_("A woman"), woman),
        tile(_("A man"), man),
        tile(_("A girl of %(low)s to %(high)s") % ages, girl),
        tile(_("A boy of %(low)s to %(high)s") % ages, boy),
        tile(_("A child under %(low)s") % ages, child),
        tile(_("A girl of %(low)s to %(high)s and her mother") % ages, girl, woman),
        tile(_("A boy of %(low)s to %(high)s and his mother") % ages, boy, woman),
        tile(_("A woman with a child under %(low)s") % ages, woman, child),
        tile(_("A man with a child under %(low)s") % ages, man, child),
        tile(_("Anybody, or not known"), Somebody()),
    ]


def tile(label: str, *people: Somebody) -> Tile:
    return Tile(label, [one.written for one in people])
