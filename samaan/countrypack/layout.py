"""In which order a file names its columns and keys: the database forgets it, and who opens an export expects it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Layout = dict[str, list[str]]
Path = tuple[str, ...]

# What stands first or last where nothing else is known.
FIRST = ("code", "need", "fact", "organisation", "label", "title", "name")
LAST = ("order", "active")


def layout_of(value: Any) -> Layout:
    """For each place of a nested value the names that stand there, in their order; `*` is any item of a list."""
    found: Layout = {}
    for path, mapping in mappings(value, ()):
        take_in(found.setdefault("/".join(path), []), list(mapping))
    return {place: names for place, names in found.items() if len(names) > 1}


def take_in(known: list[str], names: list[str]) -> None:
    """A name not seen before stands behind the one it came after; so a second export is the same as the first."""
    for before, name in zip([None, *names], names, strict=False):
        if name not in known:
            known.insert(known.index(before) + 1 if before is not None else 0, name)


def mappings(value: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        yield path, value
        for name, item in value.items():
            yield from mappings(item, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from mappings(item, (*path, "*"))


def in_order(value: Any, layout: Mapping[str, list[str]], path: Path = ()) -> Any:
    """The same value, its names in the order of the layout."""
    if isinstance(value, Mapping):
        names = ordered(value, layout.get("/".join(path), ()))
        return {name: in_order(value[name], layout, (*path, name)) for name in names}
    if isinstance(value, list):
        return [in_order(item, layout, (*path, "*")) for item in value]
    return value


def ordered(names: Iterable[str], known: Iterable[str], languages: Iterable[str] = ("en", "es", "fr")) -> list[str]:
    """Names as the file had them; one it did not have stands where it usually does."""
    rank = {name: place for place, name in enumerate(known)}
    usual = {name: place for place, name in enumerate([*FIRST, *languages])}
    last = {name: place for place, name in enumerate(LAST, 1)}
    return sorted(
        names,
        key=lambda name: (rank.get(name, len(rank)), last.get(name, 0), usual.get(name, len(usual)), name),
    )
