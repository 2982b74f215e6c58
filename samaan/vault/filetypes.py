"""Which kinds of document are taken, told by their content and never by their name."""

import codecs

import puremagic

HEAD_BYTES = 8192
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_OFFICE = "application/vnd.oasis.opendocument."
# Each type we take: its kind, which has its largest size, and the endings its name may have, the usual one first.
TYPES = {
    "image/jpeg": ("picture", (".jpg", ".jpeg")),
    "image/png": ("picture", (".png",)),
    "image/webp": ("picture", (".webp",)),
    "image/gif": ("picture", (".gif",)),
    "image/heic": ("picture", (".heic", ".heif")),
    "image/avif": ("picture", (".avif",)),
    "application/pdf": ("document", (".pdf",)),
    "text/plain": ("document", (".txt", ".csv", ".md")),
    f"{OFFICE}wordprocessingml.document": ("document", (".docx",)),
    f"{OFFICE}spreadsheetml.sheet": ("document", (".xlsx",)),
    f"{OFFICE}presentationml.presentation": ("document", (".pptx",)),
    f"{OPEN_OFFICE}text": ("document", (".odt",)),
    f"{OPEN_OFFICE}spreadsheet": ("document", (".ods",)),
    f"{OPEN_OFFICE}presentation": ("document", (".odp",)),
    "audio/mpeg": ("sound", (".mp3",)),
    "audio/mp4": ("sound", (".m4a", ".mp4")),
    "audio/ogg": ("sound", (".ogg", ".oga", ".opus")),
    "audio/wav": ("sound", (".wav",)),
    "audio/aac": ("sound", (".aac",)),
    "audio/amr": ("sound", (".amr",)),
    "audio/webm": ("sound", (".webm", ".weba")),
    "video/mp4": ("video", (".mp4", ".m4v")),
    "video/quicktime": ("video", (".mov",)),
    "video/3gpp": ("video", (".3gp", ".3g2")),
    "video/webm": ("video", (".webm",)),
    "video/x-matroska": ("video", (".mkv",)),
    "video/x-msvideo": ("video", (".avi",)),
}
# Sound and film from which what describes them is taken out (samaan.vault.media).
CLEANED_MEDIA = {"audio/mp4", "video/mp4", "video/quicktime", "video/3gpp", "audio/mpeg", "audio/aac", "audio/wav"}
ARCHIVE, OLD_OFFICE, MARKUP = "archive", "old_office", "markup"
BEGINNINGS = {
    b"Rar!\x1a\x07": ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": ARCHIVE,
    b"\x1f\x8b": ARCHIVE,
    b"BZh": ARCHIVE,
    b"\xfd7zXZ\0": ARCHIVE,
    b"MSCF": ARCHIVE,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLD_OFFICE,
    b"{\\rt": OLD_OFFICE,
}
# What the recogniser calls it -> what we call it. Recorders on phones write sound into WebM and Ogg.
RECOGNISED = {name: name for name in TYPES if name.startswith(("image/", "audio/")) or name == "application/pdf"} | {
    "application/ogg": "audio/ogg",
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    ".amr": "audio/amr",
}
BRANDS = {
    "image/heic": (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"),
    "image/avif": (b"avif", b"avis"),
    "audio/mp4": (b"M4A ", b"M4B "),
    "video/quicktime": (b"qt  ",),
    "video/3gpp": (b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gr6", b"3gs6", b"3g2a", b"3g2b", b"3ge6"),
    "video/mp4": (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"),
}
MATROSKA = b"\x1aE\xdf\xa3"
CONTROL = set(range(0x20)) - set(b"\t\n\r\f")
ZIP = b"PK\3\4"


def recognise(head: bytes) -> str | None:
    """The content type of a document that begins with `head`, "application/zip" for what has to be looked into.

    For what we do not take: why, or None when there is nothing more to say.
    """
    if head.startswith(ZIP):
        return "application/zip"
    for beginning, reason in BEGINNINGS.items():
        if head.startswith(beginning):
            return reason
    if head[4:8] == b"ftyp":
        return next((name for name, brands in BRANDS.items() if head[8:12] in brands), None)
    if head.startswith(MATROSKA):
        return in_matroska(head)
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "video/x-msvideo"
    try:
        best = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError):
        best = None
    known = best and (RECOGNISED.get(best.mime_type) or RECOGNISED.get(best.extension))
    return known or is_text(head)


def in_matroska(head: bytes) -> str | None:
    """WebM and Matroska hold sound or film; the head lists the tracks."""
    is_film = b"V_" in head
    if b"webm" in head[:64]:
        return "video/webm" if is_film else "audio/webm"
    return "video/x-matroska" if b"matroska" in head[:64] else None


def is_text(head: bytes) -> str | None:
    """Text without control characters that is no mark-up a browser would run."""
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return None
    if CONTROL & set(head):
        return None
    return MARKUP if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "text/plain"


def kind_of(content_type: str) -> str:
    return TYPES[content_type][0]


def removes_details(content_type: str) -> bool:
    """Whether hidden details of this type are taken out; plain text has none."""
    return content_type in CLEANED_MEDIA or (content_type in TYPES and kind_of(content_type) in ("picture", "document"))


def named(name: str, content_type: str) -> str:
    """The name with an ending of its type: whoever opens it gets what its content is, and no program."""
    endings = TYPES[content_type][1] if content_type in TYPES else ()
    return name if not endings or name.lower().endswith(endings) else name + endings[0]
