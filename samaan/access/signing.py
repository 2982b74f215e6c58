"""Gives the database what it needs to check a context's signature."""

from django.db import connection

from samaan.access.context import signing_key

BLOCK_BYTES = 64


def install_key(**kwargs) -> None:
    """Store the two pads of HMAC-SHA256, so that core PostgreSQL can verify without an extension."""
    key = signing_key().ljust(BLOCK_BYTES, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sec.context_key")
        cursor.execute("INSERT INTO sec.context_key VALUES (%s, %s)", [inner, outer])
