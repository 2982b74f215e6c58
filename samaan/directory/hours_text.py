"""Opening hours as people type them."""

import re
from datetime import date

SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


def spans(text: str) -> list[str]:
    """“8:00-12:00, 13:00 – 16:00” as two spans; ValueError for anything else."""
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;]", text))):
        match = SPAN.fullmatch(part)
        if not match:
            raise ValueError(part)
        found.append(f"{int(match[1]):02}:{match[2]}-{int(match[3]):02}:{match[4]}")
    return sorted(found)


def differing_day(line: str) -> list[str]:
    """“2026-12-24 2026-12-26 -” as first day, last day and no hours."""
    first, *rest = line.split()
    last = rest.pop(0) if rest and re.fullmatch(r"\d{4}-\d\d-\d\d", rest[0]) else first
    hours = " ".join(rest)
    if date.fromisoformat(last) < date.fromisoformat(first):
        raise ValueError(line)
    return [first, last, "" if hours in ("", "-", "–") else spans(hours)[0]]
