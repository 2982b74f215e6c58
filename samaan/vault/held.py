"""Answers that arrived after their session had ended, sealed until their writer signs in again."""

import json

from django.http import QueryDict

from samaan.vault import master
from samaan.vault.models import HeldAnswers

NOT_KEPT = ("csrfmiddlewaretoken", "password", "code")


def hold(request) -> None:
    """Keep the posted fields (not the files) for the person whose session this was."""
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    if not fields or request.path.startswith("/accounts/"):
        return
    sealed = master.wrap(json.dumps(fields).encode(), bound_to(request.user, request.path))
    HeldAnswers.objects.update_or_create(user=request.user, path=request.path, defaults={"sealed": sealed})


def take(user, path: str) -> QueryDict | None:
    """What was held for this page, once; None when nothing was."""
    row = HeldAnswers.objects.filter(user=user, path=path).first()
    if row is None:
        return None
    row.delete()
    answers = QueryDict(mutable=True)
    for name, values in json.loads(master.unwrap(bytes(row.sealed), bound_to(user, path))).items():
        answers.setlist(name, values)
    return answers


def bound_to(user, path: str) -> str:
    return f"held|{user.pk}|{path}"
