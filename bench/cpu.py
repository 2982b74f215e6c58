"""Processor time that processes have used, to the nanosecond: it does not grow when others use the machine too."""

from pathlib import Path


def used_by(parents: list[int]) -> float:
    """Milliseconds that these processes and their children have run so far."""
    return sum(run_time(pid) for pid in family(parents)) / 1e6


def family(parents: list[int]) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ProcessLookupError):
                continue
            if parent in parents or int(entry.name) in parents:
                found.append(int(entry.name))
    return found


def run_time(pid: int) -> int:
    """Nanoseconds on a processor, of all threads."""
    try:
        return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())
    except (OSError, ProcessLookupError):
        return 0
