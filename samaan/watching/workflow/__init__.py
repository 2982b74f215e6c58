"""Asking for more in a day and answering; raising a concern and closing it."""

from samaan.watching.workflow.asking import ask, grant, refuse
from samaan.watching.workflow.concerns import close, raise_concern

__all__ = ["ask", "close", "grant", "raise_concern", "refuse"]
