"""What the directory holds."""

from samaan.directory.models.services import Service

__all__ = ["Service"]
