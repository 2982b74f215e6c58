"""What the directory holds."""

from samaan.directory.models.capacity import Capacity, HeldPlace
from samaan.directory.models.services import Service
from samaan.directory.models.unmet import UnmetSearch

__all__ = ["Capacity", "HeldPlace", "Service", "UnmetSearch"]
