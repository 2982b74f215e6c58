"""What the directory holds."""

from samaan.directory.models.services import Service
from samaan.directory.models.terms import TermsOfReference

__all__ = ["Service", "TermsOfReference"]
