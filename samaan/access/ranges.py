"""Which bytes of a document are asked for: a film is sought in, a download goes on where it broke."""

import re

from django.http import HttpRequest

ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def wanted_part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """From where up to where; None when there is nothing there. Several ranges at once get the whole."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    unchanged = request.headers.get("If-Range", etag) == etag
    if not asked or not unchanged or asked[0] == "bytes=-":
        return 0, size
    first, last = asked.groups()
    if not first:
        length = int(last)
        return (max(0, size - length), size) if length else None
    start, end = int(first), min(int(last) + 1 if last else size, size)
    return (start, end) if start < end else None
