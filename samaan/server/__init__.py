"""Running Samaan: the embedded PostgreSQL, the database roles, and the processes around them."""


class BusyError(Exception):
    """Something else is in the way; the message says what."""
