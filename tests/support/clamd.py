"""A virus scanner for tests: clamd's protocol on a port of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Answers until it is stopped; `dies_after` bytes it falls silent in mid-stream."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.dies_after: int | None = None
        self.most: int | None = None
        self.seen: list[bytes] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self.answer(line.makefile("rwb"))

    def answer(self, line) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += line.read(1)
        if command == b"zPING\0":
            line.write(b"PONG\0")
            return line.flush()
        assert command == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(line.read(4)):
            content += line.read(length)
            if self.dies_after is not None and len(content) >= self.dies_after:
                return None
            if self.most is not None and len(content) > self.most:
                line.write(b"INSTREAM size limit exceeded. ERROR\0")
                return line.flush()
        self.seen.append(content)
        line.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")
        return line.flush()

    def stop(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


@contextmanager
def clamd() -> Iterator[Clamd]:
    scanner = Clamd()
    try:
        yield scanner
    finally:
        with suppress(OSError):
            scanner.stop()
