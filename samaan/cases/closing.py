"""What may stand in the way of closing a case.

The contexts above append their checks to `CHECKS` in `ready()`, as referrals does for referrals still open.
"""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import ngettext

from samaan.cases.models import Case, Task

# A check says in one sentence what is still open, or nothing.
Check = Callable[[Case], str | Promise | None]


class StillOpen(Exception):
    """The case cannot be closed yet; `reasons` are sentences for the person who tried."""

    def __init__(self, reasons: list[str]):
        super().__init__(f"{len(reasons)} things are still open")
        self.reasons = reasons


def open_tasks(case: Case) -> str | None:
    """Tasks are finished first, or given up by finishing them."""
    count = Task.objects.filter(case=case, done_at=None).count()
    if not count:
        return None
    return ngettext("%(n)d task is not finished.", "%(n)d tasks are not finished.", count) % {"n": count}


CHECKS: list[Check] = [open_tasks]


def obstacles(case: Case) -> list[str]:
    """Everything that is still open, in sentences."""
    return [str(reason) for check in CHECKS if (reason := check(case))]
