"""A whole pack in one file, against the pack at work: only what says something else is a change."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack.checks.files import is_known, is_left_behind
from samaan.countrypack.faults import Fault, PackFaults
from samaan.countrypack.loading import parts_of
from samaan.countrypack.reading import (
    BOUNDARIES,
    CSV_FILES,
    EXPORTED,
    HOLIDAYS,
    INDICATORS,
    INSTRUMENTS,
    YAML_FILES,
    read,
)
from samaan.countrypack.unpacking import folder_of

Content = Mapping[str, Any]
# Files that are one part of the content each.
PARTS = {
    **{file: name for name, file in {**YAML_FILES, **CSV_FILES}.items()},
    INSTRUMENTS: "instruments",
    INDICATORS: "result_indicators",
    HOLIDAYS: "holidays",
    BOUNDARIES: "boundaries",
}
# What is no part of a pack at work.
ASIDE = ("README.md", "LICENSE", "LICENSE.txt", EXPORTED)


def differing(data: bytes, name: str, at_work: Content, files_at_work: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """The files of a zip that say something else than those at work, by path; None for one it does not have.

    Remarks, the order of columns and how a file is written are no difference. PackFaults when it is no pack.
    """
    with TemporaryDirectory(prefix="samaan-zip-") as unpacked:
        path = Path(unpacked, "pack.zip")
        path.write_bytes(data)
        with folder_of(path) as folder:
            if not (folder / "country.yaml").exists():
                problem = _("There is no country.yaml in it: this is no country pack.")
                raise PackFaults(
                    [Fault(name, 0, "", problem, _("Download the whole pack, change it, and upload that."))]
                )
            found = files_in(folder)
            content = read(folder).content
    new: dict[str, bytes | None] = {
        path: data
        for path, data in found.items()
        if files_at_work.get(path) != data and not says_the_same(path, content, at_work)
    }
    return new | {path: None for path in files_at_work if path not in found}


def files_in(folder: Path) -> dict[str, bytes]:
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        if not path.is_file() or is_left_behind(inside) or inside.parts[0] == "demo" or str(inside) in ASIDE:
            continue
        if not is_known(inside):
            problem = _("This file is no part of a pack.")
            raise PackFaults([Fault(str(inside), 0, "", problem, _("Take it out of the .zip."))])
        found[str(inside)] = path.read_bytes()
    return found


def says_the_same(path: str, new: Content, old: Content) -> bool:
    """Whether a file reads the same as the one at work. Forms are compared byte for byte, and by nobody here."""
    folder, _slash, file = path.rpartition("/")
    if path in PARTS:
        name = PARTS[path]
        if name == "country":
            return same_country(new[name], old[name])
        return name in old and new.get(name) == old[name]
    if folder == "codelists":
        return new["codelists"].get(Path(file).stem) == old["codelists"].get(Path(file).stem)
    if folder == "messages":
        return message(new, file) == message(old, file) is not None
    return False


def same_country(new: Content, old: Content) -> bool:
    """The number of the version is raised by itself; only one that is higher already is a difference."""
    without = ({key: value for key, value in row.items() if key != "version"} for row in (new, old))
    one, other = without
    return one == other and parts_of(str(new.get("version", ""))) <= parts_of(old["version"])


def message(content: Content, file: str) -> Any:
    return next((row for row in content["messages"] if f"{row['code']}.{row.get('language')}.md" == file), None)
