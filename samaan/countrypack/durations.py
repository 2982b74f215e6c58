"""Durations as a pack writes them: `30m`, `24h`, `14d`."""

import re
from datetime import timedelta

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
FORM = re.compile(r"(\d{1,5})([mhd])")


def parse(text: str) -> timedelta:
    """`24h` -> 24 hours; ValueError when it is anything else."""
    found = FORM.fullmatch(str(text).strip())
    if not found:
        raise ValueError(text)
    return timedelta(**{UNITS[found[2]]: int(found[1])})
