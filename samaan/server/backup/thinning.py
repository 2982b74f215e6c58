"""Which archives of a folder are kept: the newest of each of so many days, weeks and months."""

import re
from datetime import UTC, datetime
from pathlib import Path

from samaan.server.backup import BackupError

NAME = re.compile(r"samaan-(\d{4}-\d{2}-\d{2}T\d{6})Z\.age")
UNITS = {"d": "%Y-%m-%d", "w": "%G-%V", "m": "%Y-%m"}
PLAN = re.compile(r"(?:\d{1,3}[dwm]){1,3}")


def plan(text: str) -> dict[str, int]:
    """`7d4w12m`: seven days, four weeks, twelve months."""
    counts = {unit: int(number) for number, unit in re.findall(r"(\d+)([dwm])", text)}
    if not PLAN.fullmatch(text) or not any(counts.values()):
        raise BackupError(f"“{text}” is no plan of what to keep. One looks like 7d4w12m: days, weeks, months.")
    return counts


def kept(archives: dict[str, datetime], counts: dict[str, int]) -> set[str]:
    """The newest archive always, and the newest of each day, week and month of the plan that has one."""
    newest_first = sorted(archives, key=lambda name: archives[name], reverse=True)
    stay = set(newest_first[:1])
    for unit, most in counts.items():
        periods: dict[str, str] = {}
        for name in newest_first:
            periods.setdefault(archives[name].strftime(UNITS[unit]), name)
        stay |= set(list(periods.values())[:most])
    return stay


def thin(folder: Path, text: str) -> list[str]:
    """Remove the archives that a plan does not keep; files of any other name are left alone. Returns their names."""
    archives = found(folder)
    gone = sorted(set(archives) - kept(archives, plan(text)))
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return gone


def found(folder: Path) -> dict[str, datetime]:
    """The archives in a folder, by their name alone."""
    matches = [(path.name, NAME.fullmatch(path.name)) for path in folder.iterdir()]
    return {
        name: datetime.strptime(match[1], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC) for name, match in matches if match
    }
