"""Two records of one human being become one, and are taken apart again when it was a mistake.

Both rows are kept. The one that is merged away leads to the other; the files that name it name the other instead, and
whoever sees it sees the other. The database moves those links (sec.merge_persons), because whoever merges need not see
every file; it notes each, so that it can be moved back.
"""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.people.composing import CHOSEN, COLLECTED, FIELDS, composed, snapshot
from samaan.people.models import Merge, Person
from samaan.people.permissions import can_merge
from samaan.people.workflow import TOKENS, make_tokens, update_person
from samaan.transitions import NotPermitted, Transition

MERGE = Transition("person.merged", (), None, can_merge)
UNMERGE = Transition("person.unmerged", (), None, can_merge)
# What the contexts above have to do once files have moved between two persons: they append theirs in `ready()`.
AFTER: list[Callable[[UUID], object]] = []


class CannotMerge(Exception):
    """These two cannot become one, or not be taken apart; the message says why and what to do."""


@transaction.atomic
def merge_persons(gone: Person, *, into: Person, by: User, reason: str, take: Collection[str] = ()) -> Merge:
    """Merge one record of a person into another.

    1. locks both, 2. the survivor holds what was chosen (`take`: the fields where the other's value counts) and every
    name and number of both, 3. files and access move, 4. the other is found no more and leads here,
    5. an event on each.

    Raises NotPermitted, Http404 (not both in sight) or CannotMerge.
    """
    if not can_merge(by):
        raise NotPermitted(MERGE, gone)
    gone, survivor = locked(gone.pk, into.pk, by=by)
    refuse_unmergeable(gone, survivor)
    merge = Merge(survivor=survivor, gone=gone, merged_by=by, reason=reason, before=remembered(survivor))
    known = composed(survivor, gone, take)
    merge.after = known
    merge.save(force_insert=True)
    moved = move_files("merge_persons", merge)
    update_person(survivor, **known)
    hand_over_case(gone, survivor)
    lead_to(gone, survivor)
    taken = sorted(set(take) & set(CHOSEN))
    stream.append(MERGE.kind, record=survivor, by=by, gone=gone.pk, merge=merge.pk, fields=taken, files=moved)
    stream.append("person.merged_away", record=gone, by=by, into=survivor.pk, merge=merge.pk)
    follow(survivor)
    return merge


@transaction.atomic
def unmerge_persons(merge: Merge, *, by: User, reason: str) -> list[str]:
    """Take two apart again, each as it was; returns the fields that were changed since and stay as they are now.

    1. locks both, 2. what nobody changed since is as before; changes since stay with the survivor, as do files that
    came to name it since, 3. files and access go back, 4. the other is found again, 5. an event on each.

    Raises NotPermitted, Http404 or CannotMerge.
    """
    if not can_merge(by):
        raise NotPermitted(UNMERGE, merge)
    gone, survivor = locked(merge.gone_id, merge.survivor_id, by=by)
    merge.refresh_from_db()
    refuse_undone(merge, survivor)
    changed = changed_since(merge, survivor)
    merge.undone_by, merge.undone_at, merge.undone_reason = by, timezone.now(), reason
    merge.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    lead_to(gone, None)
    moved = move_files("unmerge_persons", merge)
    update_person(survivor, **{name: merge.before[name] for name in FIELDS if name not in changed})
    take_back_case(merge, gone, survivor)
    stream.append(UNMERGE.kind, record=survivor, by=by, gone=gone.pk, merge=merge.pk, kept=changed, files=moved)
    stream.append("person.brought_back", record=gone, by=by, out_of=survivor.pk, merge=merge.pk)
    follow(survivor)
    follow(gone)
    return changed


def locked(*ids: UUID, by: User) -> list[Person]:
    """Both persons, read anew and locked always in the same order; who does not see both finds neither."""
    rows = Person.objects.visible_to(by).filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    found = {person.pk: person for person in rows}
    if set(found) != set(ids):
        raise Http404
    return [found[pk] for pk in ids]


def refuse_unmergeable(gone: Person, survivor: Person) -> None:
    if gone.pk == survivor.pk:
        raise CannotMerge(_("A person cannot be merged with themselves."))
    if gone.merged_into_id or survivor.merged_into_id:
        raise CannotMerge(_("One of the two was merged meanwhile. Look at them again."))


def refuse_undone(merge: Merge, survivor: Person) -> None:
    if merge.undone_at:
        raise CannotMerge(_("These two were taken apart already."))
    if survivor.merged_into_id:
        raise CannotMerge(_("This person was merged into another since. Take those two apart first."))
    if Merge.objects.filter(survivor=survivor, undone_at=None, merged_at__gt=merge.merged_at).exists():
        raise CannotMerge(_("Somebody else was merged into this person since. Take those two apart first."))


def remembered(survivor: Person) -> dict[str, Any]:
    return snapshot(survivor) | {"has_case": survivor.has_case}


def changed_since(merge: Merge, survivor: Person) -> list[str]:
    """The fields that somebody changed after the merge."""
    return [name for name in FIELDS if getattr(survivor, name) != merge.after[name]]


def labels_of(fields: Collection[str]) -> list[str]:
    """The fields in words."""
    return [str(label) for name, label in (CHOSEN | COLLECTED).items() if name in fields]


def move_files(function: str, merge: Merge) -> int:
    """Let the database move what names the one to the other, or back; it answers how many files that were."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT sec.{function}(%s)", [merge.pk])
            return cursor.fetchone()[0]
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "both_open":
            raise
        raise CannotMerge(
            _(
                "Each of the two has an open case, and a survivor has one. Let a case manager close the one that does"
                " not go on, as a duplicate; then merge."
            )
        ) from None


def hand_over_case(gone: Person, survivor: Person) -> None:
    survivor.has_case = survivor.has_case or gone.has_case
    survivor.save(update_fields=["has_case"])


def take_back_case(merge: Merge, gone: Person, survivor: Person) -> None:
    """A case of the one that went is theirs again; one that was opened since is the survivor's."""
    survivor.has_case = merge.before["has_case"] or (survivor.has_case and not gone.has_case)
    survivor.save(update_fields=["has_case"])


def lead_to(gone: Person, survivor: Person | None) -> None:
    gone.merged_into = survivor
    make_tokens(gone)
    gone.save(update_fields=["merged_into", *TOKENS])


def follow(person: Person) -> None:
    for act in AFTER:
        act(person.pk)


def current(person: Person) -> Person | None:
    """Whom a record leads to now: itself, or whoever it was merged into; None where that is not in sight."""
    found: Person | None = person
    while found is not None and found.merged_into_id:
        found = Person.objects.filter(pk=found.merged_into_id).first()
    return found


def present(person: Person) -> Person:
    """The same, or the 404 of a person who does not exist."""
    found = current(person)
    if found is None:
        raise Http404
    return found


def merges_of(person: Person) -> list[Merge]:
    """Every merge into this person, the newest first, also those undone; each with the other where that is in sight."""
    merges = list(Merge.objects.filter(survivor=person).select_related("merged_by", "undone_by"))
    seen = {other.pk: other for other in Person.objects.filter(pk__in=[merge.gone_id for merge in merges])}
    for merge in merges:
        merge.other = seen.get(merge.gone_id)
    return merges
