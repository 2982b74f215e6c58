"""Slowing down whoever guesses or floods, without keeping anybody's address.

An address becomes a keyed hash under a random key that lives in this process's memory for one window and is then
thrown away: nothing is written, and nobody can tell later who was here.
"""

import hashlib
import secrets
import threading
import time
from collections import Counter

from django.http import HttpRequest

WINDOW_SECONDS = 600


class Throttle:
    """At most `most` a window from one address, in each web process."""

    def __init__(self, most: int, seconds: float = WINDOW_SECONDS):
        self.most, self.seconds = most, seconds
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._key = secrets.token_bytes(32)
        self._counts: Counter[bytes] = Counter()
        self._ends = time.monotonic() + self.seconds

    def _who(self, request: HttpRequest, name: str) -> bytes:
        who = f"{request.META.get('REMOTE_ADDR', '')} {name}"
        return hashlib.blake2b(who.encode(), key=self._key, digest_size=16).digest()

    def is_closed(self, request: HttpRequest, name: str = "") -> bool:
        """Whether this address, as whoever `name` is, has used up its window."""
        with self._lock:
            if time.monotonic() > self._ends:
                self._begin()
            return self._counts[self._who(request, name)] >= self.most

    def count(self, request: HttpRequest, name: str = "") -> None:
        with self._lock:
            self._counts[self._who(request, name)] += 1

    def forget(self) -> None:
        """Begin a new window now."""
        with self._lock:
            self._begin()
