"""Backups: one encrypted file that holds the database and the documents of one moment, and no key."""


class BackupError(Exception):
    """A backup could not be made, read or put back; the message says why and what to do."""
