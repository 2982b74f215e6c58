"""Two records of one person, side by side; merging them, and taking them apart again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.people import merging
from samaan.people.composing import CHOSEN, COLLECTED, differing
from samaan.people.files import files_of
from samaan.people.merge_forms import MergeForm, UnmergeForm
from samaan.people.models import Merge, Person
from samaan.people.permissions import can_merge
from samaan.people.words import value_of
from samaan.transitions import NotPermitted


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, pk: UUID, other_pk: UUID) -> HttpResponse:
    """The first is merged into the other; of what differs it is chosen which value counts."""
    gone = get_visible(Person.objects, request.user, pk=pk)
    survivor = get_visible(Person.objects, request.user, pk=other_pk)
    if not can_merge(request.user):
        raise NotPermitted(merging.MERGE, gone)
    if gone.pk == survivor.pk or gone.merged_into_id or survivor.merged_into_id:
        raise Http404
    form = MergeForm(request.POST or None, gone=gone, survivor=survivor)
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge_persons(
                gone, into=survivor, by=request.user, reason=form.cleaned_data["reason"], take=form.taken()
            )
        except merging.CannotMerge as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The two records are one now. It can be undone here."))
            return redirect(survivor)
    for side in (gone, survivor):
        stream.opened(side, by=request.user, purpose="before merging")
    shown = {"form": form, "gone": gone, "survivor": survivor, "rows": same_or_one_sided(survivor, gone)}
    files = files_of(request.user, [gone.pk, survivor.pk])
    shown |= {"files_of_survivor": files.get(survivor.pk, []), "files_of_gone": files.get(gone.pk, [])}
    return render(request, "people/merge.html", shown, status=422 if form.errors else 200)


def same_or_one_sided(survivor: Person, gone: Person) -> list[dict[str, Any]]:
    """What nobody has to choose: what only one knows, what both say alike, and what is collected of both."""
    asked = differing(survivor, gone)
    rows = [
        {"label": label, "kept": value_of(survivor, name), "other": value_of(gone, name)}
        for name, label in (CHOSEN | COLLECTED).items()
        if name not in asked
    ]
    return [row for row in rows if row["kept"] or row["other"]]


@login_required
@require_http_methods(["GET", "POST"])
def unmerge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What happens when the two are taken apart: what goes back, and what stays because it was changed since."""
    found = Merge.objects.select_related("survivor", "gone", "merged_by")
    merge = get_visible(found, request.user, pk=pk)
    if not can_merge(request.user):
        raise NotPermitted(merging.UNMERGE, merge)
    get_visible(Person.objects, request.user, pk=merge.gone_id)
    if merge.undone_at:
        raise Http404
    form = UnmergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            merging.unmerge_persons(merge, by=request.user, reason=form.cleaned_data["reason"])
        except merging.CannotMerge as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They are two people again."))
            return redirect(merge.survivor)
    stream.opened(merge.survivor, by=request.user, purpose="before taking apart")
    stay = merging.labels_of(merging.changed_since(merge, merge.survivor))
    shown = {"form": form, "merge": merge, "stay": stay}
    return render(request, "people/unmerge.html", shown, status=422 if form.errors else 200)
