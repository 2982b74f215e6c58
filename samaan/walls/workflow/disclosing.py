"""Disclosure: a statement crosses from one side of a matter to the other, one way, to one person, until a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access import principals
from samaan.access.models import Basis, Record
from samaan.access.records import begin_record, close_to, grant_to, inherit, wall
from samaan.accounts.models import User
from samaan.transitions import NotPermitted, Transition, announce, lock
from samaan.walls.models import Disclosed, Disclosure
from samaan.walls.offers import items_of, other_sides_of
from samaan.walls.permissions import can_disclose, can_end_disclosure

LONGEST = timedelta(days=366)
PURPOSE = "disclosure"

DISCLOSE = Transition("disclosure.made", (), None, can_disclose)
END = Transition("disclosure.ended", (), None, can_end_disclosure)


@dataclass(frozen=True)
class Recipient:
    """A colleague on the other side, and the file there."""

    user: User
    file_id: UUID
    file_kind: str


def recipients(file: Any, by: User) -> list[Recipient]:
    """To whom this giver can disclose: whoever sees the other file and is kept out of neither."""
    colleagues = User.objects.filter(is_active=True, role__permissions__overlap=["report.view", "case.view"])
    people = list(colleagues.exclude(pk=by.pk).select_related("role", "organisation", "unit"))
    return [
        Recipient(person, side.id, side.kind)
        for side in other_sides_of(file, by)
        for person in people
        if is_seen_by(side.id, person) and not is_kept_out(file.pk, person)
    ]


def is_seen_by(record_id: UUID, person: User) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.is_seen_by(%s, %s)", [record_id, list(principals.of(person))])
        return cursor.fetchone()[0]


def is_kept_out(record_id: UUID, person: User) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.kept_out(%s) && %s::bigint[]", [record_id, [principals.user(person.pk)]])
        return cursor.fetchone()[0]


@transaction.atomic
def disclose(
    file: Any, *, by: User, to: User, items: Collection[str], words: str, reason: str, until: datetime
) -> Disclosure:
    """Give single statements of a file to one colleague on the other side of its matter.

    1. The disclosure stands on both files; 2. what is said stands in a record of its own, which the colleague sees
    until then and the giver keeps; 3. who is kept out of either file is kept out of both; 4. the colleague is told.

    Raises NotPermitted or ValidationError.
    """
    lock(file)
    if not can_disclose(by, file):
        raise NotPermitted(DISCLOSE, file)
    said = chosen(file, by, items)
    recipient = next((each for each in recipients(file, by) if each.user.pk == to.pk), None)
    refuse_unfit(recipient, said, words, reason, until)
    assert recipient is not None
    target = Record(id=recipient.file_id, kind=recipient.file_kind)
    content = Disclosed(items=said, words=words.strip(), reason=reason.strip())
    content.id = begin_record(content.record_kind, owned_by=file.organisation, grants=grants(by, to, until))
    content.save(force_insert=True)
    disclosure = Disclosure(
        id=begin_record(Disclosure.record_kind, owned_by=file.organisation),
        organisation=file.organisation,
        source_id=file.pk,
        source_kind=file.record_kind,
        target_id=target.pk,
        target_kind=target.kind,
        content_id=content.pk,
        given_by=by,
        given_to=to,
        items=[code for code in items if code],
        ends_at=until,
    )
    disclosure.save(force_insert=True)
    inherit(file, "summary", disclosure)
    inherit(target, "summary", disclosure)
    wall(disclosure, content)
    announce(
        DISCLOSE.kind, disclosure, by=by, to=to.pk, items=disclosure.items, until=until,
        source=file.pk, target=target.pk,
    )  # fmt: skip
    return disclosure


def chosen(file: Any, by: User, codes: Collection[str]) -> list[dict[str, str]]:
    """The statements as they stand now; one that this giver cannot make is refused."""
    offered = {item.code: item for item in items_of(file, by)}
    if not set(codes) <= set(offered):
        raise ValidationError({"items": _("This cannot be disclosed.")})
    return [{"label": str(offered[code].label), "value": offered[code].value} for code in codes]


def refuse_unfit(recipient: Recipient | None, said: Collection[dict], words: str, reason: str, until: datetime) -> None:
    if recipient is None:
        raise ValidationError({"to": _("This person does not work on the other side of this matter.")})
    if not said and not words.strip():
        raise ValidationError({"items": _("Choose what is disclosed, or write it.")})
    if len(reason.split()) < 3:
        raise ValidationError({"reason": _("Say why the other side must know this.")})
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise ValidationError({"until": _("Choose a day from tomorrow on, within a year.")})


def grants(by: User, to: User, until: datetime) -> list:
    return [
        grant_to(principals.user(by.pk), ["summary"], basis=Basis.AUTHOR, purpose=PURPOSE, by=by),
        grant_to(principals.user(to.pk), ["summary"], basis=Basis.DISCLOSURE, purpose=PURPOSE, by=by, ends_at=until),
    ]


@transaction.atomic
def end_disclosure(disclosure: Disclosure, *, by: User) -> None:
    """Take a disclosure back: on the next request its recipient sees nothing of what was said."""
    lock(disclosure)
    if not can_end_disclosure(by, disclosure):
        raise NotPermitted(END, disclosure)
    disclosure.ended_at, disclosure.ended_by = timezone.now(), by
    disclosure.save(update_fields=["ended_at", "ended_by"])
    content = Record(id=disclosure.content_id, kind=Disclosed.record_kind)
    close_to(content, principals.user(disclosure.given_to_id), basis=Basis.DISCLOSURE)
    announce(END.kind, disclosure, by=by, to=disclosure.given_to_id, source=disclosure.source_id)
