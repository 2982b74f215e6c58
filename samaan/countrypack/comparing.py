"""What differs between two packs, in words an officer reads before saying yes: what was, and what is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack.changes import Change
from samaan.countrypack.compared import PARTS, Part, listed
from samaan.countrypack.wording import Wording, place_words, where_they_differ

Content = Mapping[str, Any]
Row = Mapping[str, Any]


def compare(old: Content | None, new: Content) -> list[Change]:
    """Every change: the country's own settings, each part, each list, the outlines of the regions."""
    if old is None:
        return [first_load(new)]
    wording = Wording(old, new)
    return [
        *compare_country(wording),
        *(change for part in PARTS for change in compare_part(part, wording)),
        *compare_lists(wording),
        *compare_outlines(wording),
    ]


def first_load(new: Content) -> Change:
    counted = {
        "country": Wording(new, new).of_words(new["country"]["name"]),
        "roles": len(new["roles"]["roles"]),
        "organisations": len(new["organisations"]),
        "services": len(new["services"]),
        "regions": len(new["regions"]),
        "lists": len(new["codelists"]),
    }
    words = _(
        "The country pack of %(country)s is loaded for the first time: %(roles)d roles, %(organisations)d "
        "organisations, %(services)d services, %(regions)d regions, %(lists)d lists."
    )
    return Change("pack", words % counted)


def compare_country(wording: Wording) -> Iterator[Change]:
    """What is said once for the whole country; lists of rows are parts of their own."""
    old, new = (said_once(content) for content in (wording.old, wording.new))
    for where, words in differences(old, new, wording):
        yield Change("country", _("For the whole country: %(change)s.") % {"change": f"{where}{words}"})


def said_once(content: Content) -> Row:
    """country.yaml, the usual referral, and the time to answer who asks for their own data."""
    own = {part.path[-1] for part in PARTS if part.path[0] == "country"}
    return {
        **{name: value for name, value in content["country"].items() if name not in own},
        "defaults": content["referral_map"]["defaults"],
        "holds_from": content["referral_map"].get("holds_from"),
        # A pack from before it said anything of retention has none.
        "own_data": (content.get("retention") or {}).get("own_data"),
        "forms_from_phones": (content.get("retention") or {}).get("forms_from_phones"),
    }


def compare_part(part: Part, wording: Wording) -> Iterator[Change]:
    old, new = part.rows(wording.old), part.rows(wording.new)
    yield from compare_rows(part, old, new, wording)
    kept = [code for code in part.sequence(old) if code in new]
    if part.ordered and kept != [code for code in part.sequence(new) if code in old]:
        yield Change(part.name, _("%(part)s: the order changed.") % {"part": part.plural})


def compare_lists(wording: Wording) -> Iterator[Change]:
    old, new = wording.old["codelists"], wording.new["codelists"]
    for name in sorted({*old, *new}):
        words = {"list": name, "entries": len(new.get(name, ()))}
        if name not in old:
            yield Change(f"list:{name}", _("New list “%(list)s”, entries: %(entries)d.") % words)
        elif name not in new:
            yield Change(f"list:{name}", _("The list “%(list)s” is gone.") % words)
        else:
            yield from compare_part(listed(name), wording)


def compare_rows(part: Part, old: Mapping[str, Row], new: Mapping[str, Row], wording: Wording) -> Iterator[Change]:
    """Rows that came, rows that went, and for each that stayed every value that is another one."""
    for code, row in new.items():
        about, subject = f"{part.name}:{code}", part.subject(row, wording)
        if code not in old:
            yield Change(about, _("%(what)s: new.") % {"what": subject})
            continue
        for where, words in differences(part.fields(old[code]), part.fields(row), wording, part.codes):
            yield Change(about, f"{subject}: {where}{words}.")
    for code, row in old.items():
        if code not in new:
            yield Change(f"{part.name}:{code}", part.gone % {"what": part.subject(row, wording)})


def differences(
    old: Row, new: Row, wording: Wording, codes: Mapping[str, str] | None = None, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Where two nested values differ, and how: `("may: ", "added read figures")`."""
    for name in [*new, *(name for name in old if name not in new)]:
        was, now = wording.several(old.get(name), name), wording.several(new.get(name), name)
        here = (*path, name)
        if same(was, now):
            continue
        if isinstance(was or {}, Mapping) and isinstance(now or {}, Mapping):
            yield from differences(was or {}, now or {}, wording, codes, here)
        elif here == ("active",):
            yield "", _("offered again") if now != "no" else _("no longer offered, still worded where it stands")
        else:
            yield place_words(here, wording), changed(was, now, wording.kind(here, codes or {}), wording)


def same(was: Any, now: Any) -> bool:
    """Whether nothing changed; what is not there is the same as nothing."""
    return was == now or (was in (None, "", [], {}) and now in (None, "", [], {}))


def changed(was: Any, now: Any, kind: str, wording: Wording) -> str:
    """One value that is another one: for a list what was added and removed."""
    if not isinstance(was, list) and not isinstance(now, list):
        before, after = where_they_differ(wording.value(was, kind), wording.value(now, kind))
        return _("%(was)s → %(now)s") % {"was": before, "now": after}
    had, has = wording.items(was, kind), wording.items(now, kind)
    steps = [
        (_("added %(values)s"), [item for item in has if item not in had]),
        (_("removed %(values)s"), [item for item in had if item not in has]),
    ]
    said = "; ".join(words % {"values": ", ".join(values)} for words, values in steps if values)
    return said or _("now in the order %(values)s") % {"values": ", ".join(has)}


def compare_outlines(wording: Wording) -> Iterator[Change]:
    old, new = (outlines(content) for content in (wording.old, wording.new))
    drawn = [code for code in sorted({*old, *new}) if old.get(code) != new.get(code)]
    if drawn:
        names = ", ".join(wording.code(code, "regions") for code in drawn)
        yield Change("outlines", _("Outlines on the map drawn anew: %(regions)s.") % {"regions": names})


def outlines(content: Content) -> dict[str, Any]:
    features: Sequence[Row] = content["boundaries"]["features"]
    return {str(feature.get("id")): feature.get("geometry") for feature in features}
