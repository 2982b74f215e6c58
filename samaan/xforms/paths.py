"""Paths of a form: names from the root, and how one question refers to another."""

from collections.abc import Collection

Steps = tuple[str, ...]


def steps(path: str) -> Steps:
    return tuple(part for part in path.strip().split("/") if part)


def join(parts: Collection[str]) -> str:
    return "/" + "/".join(parts)


def parent(path: str) -> str:
    return join(steps(path)[:-1])


def ancestors(path: str) -> list[str]:
    """Every group around a path, the root first, without itself."""
    parts = steps(path)
    return [join(parts[:count]) for count in range(1, len(parts))]


def reference(here: str, there: str, repeats: Collection[str]) -> str:
    """How an expression at one path writes another: relative inside the same repeat, else from the root."""
    shared = [path for path in [*ancestors(here), here] if path in repeats and there.startswith(f"{path}/")]
    if not shared:
        return there
    common = steps(shared[-1])
    ups = len(steps(here)) - len(common)
    return "/".join([*[".."] * ups, *steps(there)[len(common) :]]) if ups else join(steps(there))
