"""Signed in, with Django's test client or in Chromium."""

from tests.web.conftest import browse, look

__all__ = ["browse", "look"]
