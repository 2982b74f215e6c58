"""Sound and film, cleaned while they stream by: what describes a recording is overwritten, every byte keeps its place.

Done for MP4, QuickTime and 3GP (place, device, titles, times), MP3 and AAC (ID3 tags) and WAV (all but the sound).
Not done for Ogg, WebM, Matroska, AVI and AMR, nor for a track of positions some cameras write beside the picture.
"""

import struct
from collections.abc import Iterable, Iterator

from samaan.vault.refusals import Refused

# A film of many hours has a table of contents of some megabytes.
MOST_CONTENTS = 64 * 1024**2
DESCRIBING = (b"udta", b"meta", b"uuid", b"XMP_")
HOLDING = (b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf", b"edts", b"mvex")
# Boxes with the times of making and changing after version and flags.
WITH_TIMES = (b"mvhd", b"tkhd", b"mdhd")
WAVE_KEPT = (b"fmt ", b"data", b"fact", b"ds64")
ID3V1_BYTES = 128
PIECE = 256 * 1024


class Stream:
    """Chunks that are read in the lengths their format asks for."""

    def __init__(self, chunks: Iterable[bytes]):
        self.chunks, self.buffer = iter(chunks), bytearray()

    def take(self, length: int) -> bytes:
        """So many bytes; fewer at the end."""
        while len(self.buffer) < length and (more := next(self.chunks, None)) is not None:
            self.buffer += more
        taken = bytes(self.buffer[:length])
        del self.buffer[:length]
        return taken

    def pass_on(self, length: int | None = None) -> Iterator[bytes]:
        """So many bytes in pieces, all the rest when not said; Refused when the file ends before."""
        while length is None or length > 0:
            piece = self.take(PIECE if length is None else min(PIECE, length))
            if not piece:
                if length:
                    raise Refused("damaged")
                return
            length = None if length is None else length - len(piece)
            yield piece

    def skip(self, length: int) -> Iterator[bytes]:
        """Zeros in place of so many bytes."""
        for piece in self.pass_on(length):
            yield bytes(len(piece))


def clean(content_type: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    if content_type in ("audio/mpeg", "audio/aac"):
        return clean_mp3(Stream(chunks))
    if content_type == "audio/wav":
        return clean_wave(Stream(chunks))
    return clean_mp4(Stream(chunks))


def clean_mp4(stream: Stream) -> Iterator[bytes]:
    """Boxes, to the very end: bytes after the last one would be a second file."""
    while head := stream.take(8):
        if len(head) < 8:
            raise Refused("two_in_one")
        length, kind = int.from_bytes(head[:4]), head[4:]
        large = stream.take(8) if length == 1 else b""
        rest = (int.from_bytes(large) if large else length) - len(head) - len(large)
        if not kind.isascii() or (not kind.strip().isalnum() and kind not in DESCRIBING):
            raise Refused("two_in_one")
        if length == 0:
            # "To the end of the file": only the recording itself may say so.
            if kind != b"mdat":
                raise Refused("damaged")
            yield head
            yield from stream.pass_on()
        elif rest < 0:
            raise Refused("damaged")
        elif kind in DESCRIBING:
            yield head[:4] + b"free" + large
            yield from stream.skip(rest)
        elif kind in HOLDING:
            if rest > MOST_CONTENTS:
                raise Refused("damaged")
            content = bytearray(stream.take(rest))
            if len(content) < rest:
                raise Refused("damaged")
            blank(content, 0, rest)
            yield head + large + content
        else:
            yield head + large
            yield from stream.pass_on(rest)


def blank(content: bytearray, start: int, end: int) -> None:
    """Inside a box: describing ones become free space of the same length, times become zero."""
    while end - start >= 8:
        length, kind = int.from_bytes(content[start : start + 4]), bytes(content[start + 4 : start + 8])
        if length < 8 or start + length > end:
            # What is not understood is not passed on unseen.
            raise Refused("damaged")
        if kind in DESCRIBING:
            content[start + 4 : start + length] = b"free" + bytes(length - 8)
        elif kind in WITH_TIMES and length >= 28:
            times = 16 if content[start + 8] == 1 else 8
            content[start + 12 : start + 12 + times] = bytes(times)
        elif kind in HOLDING:
            blank(content, start + 8, start + length)
        start += length


def clean_mp3(stream: Stream) -> Iterator[bytes]:
    """Without the tags before the sound and the old kind behind it."""
    head = stream.take(10)
    while head.startswith(b"ID3") and len(head) == 10:
        length = 0
        for byte in head[6:10]:
            length = length << 7 | byte & 0x7F
        for _piece in stream.pass_on(length + (10 if head[5] & 0x10 else 0)):
            pass
        head = stream.take(10)
    held = head
    for piece in stream.pass_on():
        held += piece
        yield held[:-ID3V1_BYTES]
        held = held[-ID3V1_BYTES:]
    yield b"" if held.startswith(b"TAG") and len(held) == ID3V1_BYTES else held


def clean_wave(stream: Stream) -> Iterator[bytes]:
    """The sound and its format; every other chunk becomes empty space of the same length."""
    yield stream.take(12)
    while head := stream.take(8):
        kind, (length,) = head[:4], struct.unpack("<I", head[4:].ljust(4, b"\0"))
        if len(head) < 8:
            return
        padded = length + length % 2
        if kind == b"data":
            # A recorder that was switched off in mid-sentence left a length that is not true.
            yield head
            yield from whatever_comes(stream, padded)
        elif kind in WAVE_KEPT:
            yield head
            yield from stream.pass_on(padded)
        else:
            yield b"JUNK" + head[4:]
            yield from stream.skip(padded)


def whatever_comes(stream: Stream, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := stream.take(min(PIECE, length))):
        length -= len(piece)
        yield piece
