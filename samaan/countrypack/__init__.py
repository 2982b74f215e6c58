"""All that differs between countries. `countrypack.pack()` is the pack at work."""

from samaan.countrypack.active import pack

__all__ = ["pack"]
