"""Small true files of each kind, each with something about its maker in it: CANARY."""

import base64
import io
import struct
import zipfile

import pikepdf
from PIL import Image

CANARY = "Canario"
HEIC = base64.b64decode("""
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAcdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA
AAAERAAAIAAQAAAAAB6wABAAAAAAAAADMAAgAAAAACHgABAAAAAAAAADgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp
bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABBmlwcnAAAADlaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE
ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAA
ABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAACAAAAAEAAAAGAAAAAf///8gAAAAC////xgAAAAIAAAAQcG
l4aQAAAAADCAgIAAAACWlyb3QDAAAAGWlwbWEAAAAAAAAAAQABBoECAwWEhgAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAc21kYXQAAAAv
KAGvEyFkY0D1JyL//2q6n/rQWf9v9lhZ3K6AwVvy+sD2ZJvA86qRnoCHaacwFXgAAAAGRXhpZgAATU0AKgAAAAgAAgEPAAIAAAAIAAAAJgESAA
MAAAABAAYAAAAAAABDYW5hcmlvAA==
""")
GPS, MAKE, ORIENTATION, DESCRIPTION = 0x8825, 0x010F, 0x0112, 0x010E


def exif(orientation: int = 6) -> Image.Exif:
    found = Image.Exif()
    found[MAKE], found[DESCRIPTION], found[ORIENTATION] = CANARY, f"{CANARY} en casa", orientation
    found.get_ifd(GPS).update({1: "N", 2: (10.0, 39.0, 1.5), 3: "W", 4: (61.0, 31.0, 2.5)})
    return found


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more) -> bytes:
    """Left half red, right half blue, turned by its EXIF."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    image.save(target, kind, exif=exif(), comment=CANARY.encode(), **more)
    return target.getvalue()


def pdf(**more: str) -> bytes:
    """One page, with a description of both kinds and whatever else is named."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        made.docinfo["/Author"] = CANARY
        with made.open_metadata() as described:
            described["dc:creator"] = [CANARY]
        if more.get("script"):
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=more["script"])
        if more.get("attached"):
            made.attachments["hidden.exe"] = more["attached"].encode()
        target = io.BytesIO()
        made.save(target, encryption=pikepdf.Encryption(user="x", owner="x") if more.get("locked") else False)
        return target.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def office(*, parts: dict[str, bytes] | None = None, content_types: bytes = b"<Types/>") -> bytes:
    """A .docx as small as may be."""
    return packed(
        {
            "[Content_Types].xml": content_types,
            "word/document.xml": b"<w:document>Hola</w:document>",
            "docProps/core.xml": f"<cp:coreProperties><dc:creator>{CANARY}</dc:creator></cp:coreProperties>".encode(),
            "docProps/app.xml": f"<Properties><Company>{CANARY}</Company></Properties>".encode(),
        }
        | (parts or {})
    )


def open_document(*, parts: dict[str, bytes] | None = None) -> bytes:
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office:text>Hola</office:text>",
            "meta.xml": f"<meta:creator>{CANARY}</meta:creator>".encode(),
        }
        | (parts or {})
    )


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def film(brand: bytes = b"isom", frames: bytes = b"frames" * 100) -> bytes:
    """An MP4 with place and maker in every place they are put, and the offset of its frames in its contents."""
    start = box(b"ftyp", brand + b"\0\0\2\0" + brand)
    head = box(b"mvhd", b"\0\0\0\0" + b"TIMETIME" + b"\0" * 88)
    about = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+10.65-061.52/") + box(b"meta", CANARY.encode()))
    track = box(b"trak", box(b"tkhd", b"\0\0\0\1" + b"TIMETIME" + b"\0" * 72) + box(b"udta", CANARY.encode()))
    contents = box(b"moov", head + track + about + box(b"meta", CANARY.encode()))
    return start + contents + box(b"uuid", CANARY.encode() * 4) + box(b"mdat", frames)


def mp3(sound: bytes = b"\xff\xfb\x90\x64" + b"\0" * 800) -> bytes:
    tag = CANARY.encode().ljust(200, b"\0")
    return (
        b"ID3\4\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F]) + tag + sound + b"TAG" + CANARY.encode().ljust(125)
    )


def wave(sound: bytes = b"\1\2" * 50) -> bytes:
    about = b"LIST" + struct.pack("<I", 20) + b"INFOIART" + CANARY.encode().ljust(12, b"\0")
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + about
    body += b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87"
SAMPLES = {
    "image/jpeg": picture("JPEG"),
    "image/png": picture("PNG"),
    "image/webp": picture("WEBP"),
    "image/gif": picture("GIF"),
    "image/heic": HEIC,
    "image/avif": picture("AVIF"),
    "application/pdf": pdf(),
    WORD: office(),
    "application/vnd.oasis.opendocument.text": open_document(),
    "video/mp4": film(),
    "video/quicktime": film(b"qt  "),
    "video/3gpp": film(b"3gp5"),
    "video/x-msvideo": b"RIFF\x24\0\0\0AVI LIST",
    "video/webm": WEBM + b"...\x86\x85V_VP8",
    "audio/mpeg": mp3(),
    "audio/mp4": film(b"M4A "),
    "audio/ogg": b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead",
    "audio/wav": wave(),
    "audio/aac": b"\xff\xf1\x50\x80\x02\x1f\xfc",
    "audio/amr": b"#!AMR\n\x3c\0\0",
    "audio/webm": WEBM,
    "text/plain": "Llegó un barco a las tres.\r\n".encode(),
}
