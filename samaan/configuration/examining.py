"""What a change would make of the pack at work: read and checked as by `samaan pack check`, and compared."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaan.configuration.forms_compared import FormChange, compare_all
from samaan.configuration.models import Change, ChangedFile
from samaan.configuration.versioning import with_version
from samaan.countrypack import exporting, loading
from samaan.countrypack.checking import check_source
from samaan.countrypack.comparing import compare
from samaan.countrypack.faults import Fault, PackFaults
from samaan.countrypack.models import FormVersion, PackVersion
from samaan.countrypack.reading import EXPORTED, Source, checksum, read
from samaan.countrypack.versions import with_later_codes
from samaan.countrypack.workbooks import Workbook

Content = Mapping[str, Any]
Asked = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Examined:
    """What the change makes of the version at work: faults, or what differs in words. `shown` names just this."""

    base: PackVersion
    source: Source
    faults: tuple[Fault, ...]
    differences: tuple[str, ...]
    forms: tuple[FormChange, ...]
    shown: str

    @property
    def changes_nothing(self) -> bool:
        return not self.faults and not self.differences

    @property
    def workbooks(self) -> dict[str, Workbook]:
        """The forms that can be filled in, by the identity of the form."""
        return by_identity(self.source)

    @property
    def version(self) -> str:
        """The number it would have."""
        return str(self.source.content["country"].get("version") or "")


def by_identity(source: Source) -> dict[str, Workbook]:
    return {book.form.form_id: book for book in source.workbooks if book.form}


def at_work() -> PackVersion:
    return PackVersion.objects.get(is_active=True)


def examine(change: Change) -> Examined:
    """Look at what is asked, upon the version that is at work now; the same is looked at once in each process."""
    base = PackVersion.objects.filter(is_active=True).values_list("pk", flat=True).get()
    rows = ChangedFile.objects.filter(change=change).exclude(act=ChangedFile.Act.NONE)
    asked = tuple(rows.order_by("path").values_list("path", "act", "checksum"))
    return look(change.pk, base, change.back_to_id, asked, get_language() or "en")


@lru_cache(maxsize=8)
def look(pk: UUID, base_pk: int, back_to: int | None, asked: Asked, language: str) -> Examined:
    change = Change.objects.get(pk=pk)
    base = PackVersion.objects.get(pk=base_pk)
    with folder_of(change, base) as folder:
        source = read(folder)
        faults = check_source(source)
    faults = faults or unfit(base, source)
    forms = () if faults else tuple(compare_all(base.content, by_identity(source)))
    differences = () if faults else tuple(in_words(base, source))
    return Examined(base, source, tuple(faults), differences, forms, named(base, source))


def in_words(base: PackVersion, source: Source) -> Iterator[str]:
    """Everything that differs; the number of the version alone is nothing."""
    before = {**base.content, "country": {**base.content["country"], "version": source.content["country"]["version"]}}
    words = [str(change) for change in compare(before, source.content)]
    if not words and checksum(source.content) != checksum(before):
        words = [_("Only the order of lines changes.")]
    yield from words


def named(base: PackVersion, source: Source) -> str:
    """SHA-256 over what is at work and what would be: whoever approves approves just this."""
    return hashlib.sha256(f"{base.pk}:{base.checksum}:{checksum(source.content)}".encode()).hexdigest()


def unfit(base: PackVersion, source: Source) -> list[Fault]:
    """What loading would refuse: another country, an older version, codes that are gone, a form as changed."""
    try:
        loading.refuse_another_country(base.content, source.content)
        loading.refuse_older(base.version, source.content["country"])
        loading.refuse_loss(base.content, source.content)
    except PackFaults as lost:
        return lost.faults
    return [fault for book in source.workbooks if (fault := known_otherwise(book))]


def known_otherwise(book: Workbook) -> Fault | None:
    row = book.row
    kept = FormVersion.objects.filter(form_id=row["form_id"], version=row["version"])
    found = kept.values_list("checksum", flat=True).first()
    return changed_below_its_version(book) if found and found != row["checksum"] else None


def changed_below_its_version(book: Workbook) -> Fault:
    problem = _("The form has changed, but version “%(version)s” is the one before.") % {"version": book.row["version"]}
    remedy = _("Give it a new version: what was filled in stays with the version it was filled in with.")
    return Fault(book.file, 2, "version", problem, remedy, "settings")


def files_of(content: Content) -> dict[str, bytes]:
    """Every file of a pack by its path, without what an export says of itself."""
    return {path: data for path, data in exporting.files(content).items() if path != EXPORTED}


def files_at_work() -> dict[str, bytes]:
    """The same of the version at work."""
    return dict(written_out(*PackVersion.objects.values_list("pk", "checksum").get(is_active=True)))


@lru_cache(maxsize=2)
def written_out(pk: int, checksum: str) -> dict[str, bytes]:
    """Writing takes half a second, and what is at work is written out for each look at a change."""
    return files_of(PackVersion.objects.get(pk=pk).content)


@contextmanager
def folder_of(change: Change, base: PackVersion) -> Iterator[Path]:
    """The pack as the change would have it, written out for as long as it is looked at."""
    with TemporaryDirectory(prefix="samaan-pack-") as name:
        folder = Path(name)
        for path, data in content_of(change, base).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield folder


def content_of(change: Change, base: PackVersion) -> dict[str, bytes]:
    """Every file of the pack at work, with those of the change in their places and the version raised."""
    files = files_of(with_later_codes(change.back_to.content, base.content)) if change.back_to else files_at_work()
    for file in ChangedFile.objects.filter(change=change):
        if file.act == file.Act.PUT:
            files[file.path] = bytes(file.data)
        elif file.act == file.Act.REMOVE:
            files.pop(file.path, None)
    try:
        country = files["country.yaml"].decode("utf-8-sig")
    except (KeyError, UnicodeDecodeError):
        return files
    return files | {"country.yaml": with_version(country, base.version).encode()}
