"""Files that are no part of a pack: nothing an officer wrote is passed over in silence."""

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from samaan.countrypack.faults import Fault
from samaan.countrypack.reading import (
    BOUNDARIES,
    CSV_FILES,
    EXPORTED,
    HOLIDAYS,
    INDICATORS,
    INSTRUMENTS,
    YAML_FILES,
    Source,
)
from samaan.countrypack.shapes import record, text

FILES = (
    *YAML_FILES.values(),
    INSTRUMENTS,
    INDICATORS,
    HOLIDAYS,
    *CSV_FILES.values(),
    BOUNDARIES,
    EXPORTED,
    "README.md",
    "LICENSE",
    "LICENSE.txt",
)
DEMO = ("demo/names.yaml", "demo/users.yaml", "demo/cast.yaml", "demo/rooms.yaml")
# Folders whose files have names of their own, and how these end.
FOLDERS = {
    "codelists": (".csv",),
    "messages": (".md",),
    "forms": (".xlsx", ".csv"),
    "demo": (),
    "directory": (),
    "calendars": (),
}
# What spreadsheet programs and desktops leave behind.
LEFT_BEHIND = ("Thumbs.db", "desktop.ini", "__MACOSX")


def check(source: Source) -> Iterator[Fault]:
    for path in sorted(source.folder.rglob("*")):
        inside = PurePosixPath(path.relative_to(source.folder).as_posix())
        if path.is_file() and not is_left_behind(inside) and not is_known(inside):
            yield Fault(str(inside), 0, "", _("This file is no part of a pack."), remedy(inside))
    if source.exported is not None and not source.unreadable(EXPORTED):
        said = source.exported
        yield from record({"country": text, "version": text, "checksum": text})(said, said, "")


def is_left_behind(inside: PurePosixPath) -> bool:
    """Hidden files, and locks whose names begin with “~$” or “.~”."""
    return any(part[0] in ".~" or part in LEFT_BEHIND for part in inside.parts)


def is_known(inside: PurePosixPath) -> bool:
    if str(inside) in (*FILES, *DEMO):
        return True
    return len(inside.parts) == 2 and inside.suffix in FOLDERS.get(inside.parts[0], ())


def remedy(inside: PurePosixPath) -> str:
    """The file it may be meant to be, else how files there are called."""
    endings = FOLDERS.get(inside.parts[0]) if len(inside.parts) == 2 else None
    if endings:
        return _("Files in %(folder)s/ end in %(endings)s.") % {
            "folder": inside.parts[0],
            "endings": _(" or ").join(endings),
        }
    folders = difflib.get_close_matches(inside.parts[0], FOLDERS, n=1) if len(inside.parts) > 1 else []
    meant = [f"{folder}/{inside.name}" for folder in folders if is_known(PurePosixPath(folder, inside.name))]
    close = meant or difflib.get_close_matches(str(inside), [*FILES, *DEMO], n=1, cutoff=0.75)
    if close:
        return _("Did you mean “%(word)s”?") % {"word": close[0]}
    return _("Remove it, or give it the name of a file of the pack.")
