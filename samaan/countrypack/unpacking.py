"""A pack that comes as one file: its folder, for as long as it is looked at."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from samaan.countrypack.faults import Fault, PackFaults

# A pack of the size of Trinidad and Tobago's has 90 files and less than one megabyte.
MOST_FILES, MOST_BYTES = 2000, 50_000_000


@contextmanager
def folder_of(path: Path) -> Iterator[Path]:
    """The folder itself, or what is in the zip; PackFaults when it is neither."""
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory() as unpacked:
        try:
            with zipfile.ZipFile(path) as packed:
                unpack(packed, Path(unpacked), path.name)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
            problem = _("This is neither a folder nor a zip file that can be opened.")
            raise PackFaults([Fault(path.name, 0, "", problem, _("Export it again."))]) from error
        yield pack_in(Path(unpacked))


def unpack(packed: zipfile.ZipFile, folder: Path, name: str) -> None:
    """Write the files, refusing what is too much and whatever would leave the folder."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise PackFaults([Fault(name, 0, "", _("There is too much in this file for a country pack."))])
    for entry in entries:
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if inside.is_absolute() or ".." in inside.parts or is_link:
            raise PackFaults([Fault(name, 0, "", _("“%(file)s” lies outside the pack.") % {"file": entry.filename})])
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(entry) as opened:
            # The size a zip says of a file is not trusted.
            path.write_bytes(opened.read(entry.file_size))


def pack_in(folder: Path) -> Path:
    """Where country.yaml is: in the zip's first folder, when it has only one."""
    inside = [found for found in folder.iterdir() if not found.name.startswith((".", "__MACOSX"))]
    alone = inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
    return folder if (folder / "country.yaml").exists() else alone
