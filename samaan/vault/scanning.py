"""The virus scanner, when there is one: clamd's own protocol, a stream of pieces with their length before each."""

import socket
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

# Long enough for a large film's last bytes to be looked at.
PATIENCE_SECONDS = 60
LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    # It could not be asked, or it has not looked at all of it: never taken for clean.
    UNKNOWN = "unknown"


def is_configured() -> bool:
    return bool(settings.CONFIG.clamd)


def scan(chunks: Iterable[bytes]) -> Verdict:
    """Ask the scanner about a document; clean when there is no scanner to ask."""
    if not is_configured():
        return Verdict.CLEAN
    try:
        with connect(settings.CONFIG.clamd) as line:
            return understood(ask(line, chunks))
    except OSError:
        return Verdict.UNKNOWN


def answers(address: str = "") -> bool:
    """Whether the scanner is there."""
    try:
        with connect(address or settings.CONFIG.clamd) as line:
            line.sendall(b"zPING\0")
            return line.recv(LONGEST_ANSWER).rstrip(b"\0\n") == b"PONG"
    except OSError:
        return False


def connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE_SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    split = urlsplit(address)
    return socket.create_connection((split.hostname or "127.0.0.1", split.port or 3310), PATIENCE_SECONDS)


def ask(line: socket.socket, chunks: Iterable[bytes]) -> bytes:
    line.sendall(b"zINSTREAM\0")
    for chunk in chunks:
        if chunk:
            line.sendall(len(chunk).to_bytes(4) + chunk)
    line.sendall(bytes(4))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
        answer += more
    return answer


def understood(answer: bytes) -> Verdict:
    """Only a whole answer counts; "INSTREAM size limit exceeded. ERROR" is none."""
    if answer == b"stream: OK\0":
        return Verdict.CLEAN
    return Verdict.INFECTED if answer.endswith(b" FOUND\0") else Verdict.UNKNOWN
