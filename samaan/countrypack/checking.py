"""Every fault of a pack, all at once."""

from pathlib import Path

from samaan.countrypack.checks import (
    codelists,
    country,
    demo,
    directory,
    files,
    forms,
    holidays,
    indicators,
    instruments,
    messages,
    referrals,
    retention,
    roles,
    rules,
)
from samaan.countrypack.faults import Fault
from samaan.countrypack.reading import Source, read

CHECKS = (
    country,
    codelists,
    roles,
    rules,
    referrals,
    retention,
    directory,
    messages,
    forms,
    instruments,
    indicators,
    holidays,
    files,
    demo,
)


def check(folder: Path | str) -> list[Fault]:
    """What is wrong with the pack in a folder, by file and line; an empty list when it can be loaded."""
    return check_source(read(Path(folder)))


def check_source(source: Source) -> list[Fault]:
    """The same for a pack already read."""
    if not source.folder.is_dir():
        return source.faults
    found = [fault for module in CHECKS for fault in module.check(source)]
    return sorted({*source.faults, *found})
