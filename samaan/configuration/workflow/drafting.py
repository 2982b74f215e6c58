"""A change is begun, and files are put into it: a corrected one takes the place of the one before."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access.records import begin_record
from samaan.accounts.models import User
from samaan.configuration import examining, naming, packed, queries, seats
from samaan.configuration.models import Change, ChangedFile
from samaan.configuration.permissions import can_begin
from samaan.configuration.workflow.steps import BEGIN, PROPOSE
from samaan.countrypack.faults import PackFaults
from samaan.countrypack.models import PackVersion
from samaan.transitions import NotPermitted, WrongState, announce, lock

# As much as a form may be (samaan.xforms.workbook), and no more of them than anybody looks through.
LARGEST, MOST_FILES, MOST_BYTES = 5 * 2**20, 25, 25 * 2**20
# Of a whole pack all may differ; it is compared as a whole.
MOST_FILES_OF_PACK, ZIP = 300, ".zip"
Act = ChangedFile.Act


@transaction.atomic
def begin_change(*, by: User, reason: str, back_to: PackVersion | None = None, part: str = "") -> Change:
    """Begin to change the pack at work or one part of it, or to put an earlier version to work again."""
    if not can_begin(by, part):
        raise NotPermitted(BEGIN, None)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what changes and why.")})
    base = examining.at_work()
    if back_to and back_to.checksum == base.checksum:
        raise ValidationError(_("This version is at work."))
    unit = seats.unit()
    change = Change(organisation=unit, reason=reason.strip(), part=part, base=base, back_to=back_to, proposed_by=by)
    change.id = begin_record(Change.record_kind, owned_by=unit, grants=seats.grants(unit, part))
    change.save(force_insert=True)
    announce(BEGIN.kind, change, by=by, base=base.pk, back_to=back_to.pk if back_to else None)
    return change


@transaction.atomic
def begin_with_file(*, by: User, reason: str, name: str, data: bytes, folder: str = "") -> Change:
    """Begin with the first file; without a place for it nothing is begun."""
    change = begin_change(by=by, reason=reason)
    put(change, by=by, name=name, data=data, folder=folder)
    return change


def put(change: Change, *, by: User, name: str, data: bytes, folder: str = "", path: str = "") -> list[ChangedFile]:
    """Put one file into a change, or of a whole pack in a .zip everything that differs."""
    if name.lower().endswith(ZIP) and not path:
        return put_pack(change, by=by, name=name, data=data)
    return [put_file(change, by=by, name=name, data=data, folder=folder, path=path)]


@transaction.atomic
def put_pack(change: Change, *, by: User, name: str, data: bytes) -> list[ChangedFile]:
    """Put a whole pack into a change: what says something else than the pack at work, and what it no longer has."""
    only_draft(change, by)
    if len(data) > LARGEST:
        raise ValidationError({"file": too_large()})
    try:
        found = packed.differing(data, name, examining.at_work().content, examining.files_at_work())
    except PackFaults as refused:
        raise ValidationError({"file": [str(fault) for fault in refused.faults]}) from None
    if not found:
        raise ValidationError({"file": _("It changes nothing.")})
    if len(found) > MOST_FILES_OF_PACK:
        raise ValidationError({"file": _("There is too much in this file for a country pack.")})
    files = [
        keep_row(change, path, act=Act.REMOVE if new is None else Act.PUT, data=new or b"", given_name=name[-120:])
        for path, new in found.items()
    ]
    checksum = hashlib.sha256(data).hexdigest()
    announce("pack.change_prepared", change, by=by, files=[file.path for file in files], checksum=checksum)
    return files


@transaction.atomic
def put_file(change: Change, *, by: User, name: str, data: bytes, folder: str = "", path: str = "") -> ChangedFile:
    """Put a file into a change. What is wrong in it is said when the change is looked at; it is never executed.

    With `path` it takes the place of that file; else its name, or the form it is, says which file of the pack it is.
    """
    only_draft(change, by)
    if len(data) > LARGEST:
        raise ValidationError({"file": too_large()})
    base = examining.at_work()
    known = examining.files_at_work()
    try:
        path = path or naming.path_of(name, data, forms_in(change, base), known, folder=folder)
        naming.refuse_unknown(path, known)
    except ValidationError as unknown:
        raise ValidationError({"file": unknown.messages}) from None
    return keep(change, path, by, act=Act.PUT, data=data, given_name=name[-120:])


def too_large() -> str:
    return _("The file is larger than %(count)s MB.") % {"count": LARGEST // 2**20}


def forms_in(change: Change, base: PackVersion) -> dict[str, str]:
    """The path of each form by its identity: of those at work, and of those that were uploaded before."""
    at_work = {row["form_id"]: row["file"] for row in base.content.get("forms") or ()}
    uploaded = ChangedFile.objects.filter(change=change, act=Act.PUT, path__endswith=".xlsx")
    return {naming.identity_of(bytes(file.data)): file.path for file in uploaded} | at_work


@transaction.atomic
def remove_file(change: Change, *, by: User, path: str) -> ChangedFile:
    """Take a file out of the pack. Lists that records may hold codes of are refused when it is looked at."""
    only_draft(change, by)
    if path not in examining.files_at_work():
        raise ValidationError(_("The pack has no file “%(path)s”.") % {"path": path})
    return keep(change, path, by, act=Act.REMOVE)


@transaction.atomic
def leave_file(change: Change, *, by: User, path: str) -> ChangedFile:
    """Leave a file as it is in the pack at work."""
    only_draft(change, by)
    return keep(change, path, by, act=Act.NONE)


def only_draft(change: Change, by: User) -> None:
    """Only its author works on it, and only while it is being prepared."""
    lock(change)
    if not PROPOSE.may(by, change):
        raise NotPermitted(PROPOSE, change)
    if change.status != Change.Status.DRAFT:
        raise WrongState(PROPOSE, change)
    if change.back_to_id:
        raise ValidationError(_("A way back has no files of its own."))


def keep(change: Change, path: str, by: User, *, act: str, data: bytes = b"", given_name: str = "") -> ChangedFile:
    file = keep_row(change, path, act=act, data=data, given_name=given_name)
    refuse_too_much(change)
    announce("pack.change_prepared", change, by=by, path=path, act=act, checksum=file.checksum)
    return file


def keep_row(change: Change, path: str, *, act: str, data: bytes, given_name: str) -> ChangedFile:
    if change.part and path != seats.FILES[change.part]:
        raise ValidationError({"file": _("This change is about %(path)s alone.") % {"path": seats.FILES[change.part]}})
    fields = {
        "act": act,
        "data": data,
        "size": len(data),
        "checksum": hashlib.sha256(data).hexdigest() if act == Act.PUT else "",
        "given_name": given_name,
        "changed_at": timezone.now(),
    }
    file = ChangedFile.objects.filter(change=change, path=path).first()
    if file is None:
        file = ChangedFile(change=change, path=path, **fields)
        file.save(force_insert=True)
    else:
        for name, value in fields.items():
            setattr(file, name, value)
        file.save(update_fields=list(fields))
    return file


def refuse_too_much(change: Change) -> None:
    found = queries.files(change)
    if any(file.given_name.lower().endswith(ZIP) for file in found):
        return
    if len(found) > MOST_FILES or sum(file.size for file in found) > MOST_BYTES:
        words = _("A change holds at most %(files)s files and %(count)s MB. Make several of it.")
        raise ValidationError({"file": words % {"files": MOST_FILES, "count": MOST_BYTES // 2**20}})
