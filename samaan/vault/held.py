"""Answers that arrived after their session had ended, or without proof, sealed until their writer signs in again."""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone

from samaan.vault import master
from samaan.vault.models import HeldAnswers

NOT_KEPT = ("csrfmiddlewaretoken", "password", "code", "_path")
# Fields of a form with this prefix become sealed: nothing of them lies under another key, not even for a while.
SEALED_PREFIX = "sealed-"
KEPT_FOR = timedelta(days=30)


class Held(NamedTuple):
    """A form as it was sent: to which address, from which page, when."""

    path: str
    page: str
    held_at: datetime
    answers: QueryDict
    had_files: bool


def hold(request, page: str = "", path: str = "") -> None:
    """Keep the posted fields (not the files) for the person whose session this was; they were meant for `path`."""
    path = path or request.path
    fields = {name: values for name, values in request.POST.lists() if is_kept(name)}
    if not fields or path.startswith("/accounts/"):
        return
    content = {"fields": fields, "page": page or path, "had_files": any(request.FILES.values())}
    by = master.newest()
    sealed = master.wrap(json.dumps(content).encode(), bound_to(request.user.pk, path), by)
    HeldAnswers.objects.update_or_create(
        user=request.user,
        path=path,
        defaults={"sealed": sealed, "master_id": by.version, "held_at": timezone.now()},
    )
    request.held_now = True


def hold_meanwhile(request, page: str, path: str = "") -> None:
    """The same for somebody who is still signed in: their next page shows that something was kept."""
    hold(request, page, path)
    if was_held(request):
        request.session["held"] = True


def was_held(request) -> bool:
    """Whether this very request was kept rather than carried out."""
    return getattr(request, "held_now", False)


def is_kept(name: str) -> bool:
    return name not in NOT_KEPT and not name.startswith(SEALED_PREFIX)


def take(user, path: str) -> QueryDict | None:
    """What was held for this page, once; None when nothing was."""
    answers = look(user, path)
    if answers is not None:
        drop(user, path)
    return answers


def look(user, path: str) -> QueryDict | None:
    """What is held for this page, left where it is."""
    row = HeldAnswers.objects.filter(user=user, path=path).first()
    return opened(row).answers if row else None


def waiting(user) -> list[Held]:
    """Everything held for this person, the newest first."""
    return [opened(row) for row in HeldAnswers.objects.filter(user=user).order_by("-held_at")]


def is_anything_waiting(user) -> bool:
    return HeldAnswers.objects.filter(user=user).exists()


def drop(user, path: str) -> None:
    """It arrived after all, or its writer does not want it any more."""
    HeldAnswers.objects.filter(user=user, path=path).delete()


def drop_old() -> None:
    """Forget what nobody came back for in 30 days."""
    HeldAnswers.objects.filter(held_at__lt=timezone.now() - KEPT_FOR).delete()


def opened(row: HeldAnswers) -> Held:
    content = json.loads(master.unwrap(bytes(row.sealed), bound_to(row.user_id, row.path)))
    answers = QueryDict(mutable=True)
    for name, values in content["fields"].items():
        answers.setlist(name, values)
    return Held(row.path, content["page"], row.held_at, answers, content["had_files"])


def bound_to(user_id: int, path: str) -> str:
    return f"held|{user_id}|{path}"
