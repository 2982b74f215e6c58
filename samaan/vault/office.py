"""Office documents: zip files that hold nothing but text, tables and pictures; their properties are taken out.

Who wrote a comment or a tracked change stays: it belongs to the text.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache

from PIL import Image

from samaan.vault.filetypes import OFFICE, OPEN_OFFICE
from samaan.vault.refusals import Refused

MOST_ENTRIES = 10_000
MOST_UNPACKED = 256 * 1024**2
DEEPEST = 2
MAIN_PARTS = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
OPEN_TYPES = {f"{OPEN_OFFICE}{name}".encode() for name in ("text", "spreadsheet", "presentation")}
# Binary parts hold macros, ActiveX controls and packed objects; only the settings of printers are harmless.
PRINTER = re.compile(r"/printerSettings\d*\.bin$", re.IGNORECASE)
PROGRAMS = re.compile(
    r"\.(bin|exe|dll|js|vbs|scr|jar|hta|bat|cmd|ps1|msi|lnk|html?|swf)$"
    r"|(^|/)(basic|scripts|macrosheets|activex|customui)/",
    re.IGNORECASE,
)
OUTSIDE = re.compile(rb"(attachedTemplate|oleObject|frame)\"[^>]*TargetMode=\"External\"|"
                     rb"TargetMode=\"External\"[^>]*(attachedTemplate|oleObject|frame)\"")  # fmt: skip
EMBEDDED = re.compile(r"\.(docx|xlsx|pptx|odt|ods|odp)$", re.IGNORECASE)
EMPTY = {
    "docprops/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>',
}


def recognise(content: bytes, depth: int = 0) -> str:
    """The content type of a zip file that is an Office document; Refused for every other."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return look_into(archive, depth)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        # Damaged, in a method nobody uses, or locked with a password.
        raise Refused("archive") from None


def look_into(archive: zipfile.ZipFile, depth: int) -> str:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED or depth > DEEPEST:
        raise Refused("archive")
    names = [entry.filename for entry in entries]
    content_type = type_of(archive, names)
    if len(set(map(str.lower, names))) < len(names):
        raise Refused("two_in_one")
    if any(PROGRAMS.search(name) and not PRINTER.search(name) for name in names):
        raise Refused("macros")
    for name in names:
        if name.endswith(".rels") and OUTSIDE.search(archive.read(name)):
            raise Refused("macros")
        if EMBEDDED.search(name):
            recognise(archive.read(name), depth + 1)
    return content_type


def type_of(archive: zipfile.ZipFile, names: list[str]) -> str:
    if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 100:
        stated = archive.read("mimetype").strip()
        if stated in OPEN_TYPES:
            if b"<script:module" in archive.read("content.xml"):
                raise Refused("macros")
            return stated.decode()
    if "[Content_Types].xml" in names:
        if re.search(rb"macroEnabled|vbaProject|activeX", archive.read("[Content_Types].xml"), re.IGNORECASE):
            raise Refused("macros")
        for part, content_type in MAIN_PARTS.items():
            if part in names:
                return content_type
    raise Refused("archive")


def clean(content: bytes) -> Iterator[bytes]:
    """Written anew, without its properties: author, company, times, editing time, the little picture of page one."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as clean_one:
        for entry in archive.infolist():
            fresh = zipfile.ZipInfo(entry.filename)
            fresh.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            clean_one.writestr(fresh, cleaned_part(archive, entry))
    yield target.getvalue()


def cleaned_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part: emptied where it holds properties, for the parts that name it must find it."""
    name = entry.filename.lower()
    if name in EMPTY:
        return EMPTY[name]
    if re.match(r"docprops/thumbnail|thumbnails/", name):
        return pixel(name)
    return archive.read(entry)


@cache
def pixel(name: str) -> bytes:
    """The smallest picture, in place of the one of the first page."""
    ending = name.rpartition(".")[2]
    if ending not in ("jpeg", "jpg", "png"):
        return b""
    target = io.BytesIO()
    Image.new("RGB", (1, 1), "white").save(target, "PNG" if ending == "png" else "JPEG")
    return target.getvalue()
