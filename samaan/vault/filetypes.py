"""Which kinds of document are taken, told by their content and never by their name."""

import codecs

import puremagic

HEAD_BYTES = 8192
# What the recogniser calls it -> what we call it. Recorders on phones write sound into WebM and Ogg.
ALLOWED = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/webp": "image/webp",
    "image/heic": "image/heic",
    "image/heif": "image/heic",
    "image/gif": "image/gif",
    "application/pdf": "application/pdf",
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    ".m4a": "audio/mp4",
    "application/ogg": "audio/ogg",
    "audio/ogg": "audio/ogg",
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/aac": "audio/aac",
    ".amr": "audio/amr",
    "video/webm": "audio/webm",
    "audio/webm": "audio/webm",
}
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
CONTROL = set(range(0x20)) - set(b"\t\n\r\f")


def recognise(head: bytes) -> str | None:
    """The content type of a document that begins with `head`, or None when it is not one we take."""
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "image/heic"
    try:
        best = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError):
        best = None
    known = best and (ALLOWED.get(best.mime_type) or ALLOWED.get(best.extension))
    return known or ("text/plain" if is_plain_text(head) else None)


def is_plain_text(head: bytes) -> bool:
    """Text without control characters that is no mark-up a browser would run."""
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    return not CONTROL & set(head) and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
