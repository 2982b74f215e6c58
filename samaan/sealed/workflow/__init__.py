"""Sealing a value, asking for a second person, opening a field once."""

from samaan.sealed.workflow.asking import approve, ask, refuse
from samaan.sealed.workflow.entering import enter, keep, withdraw
from samaan.sealed.workflow.revealing import NeedsSecondPerson, Revealed, reveal

__all__ = ["NeedsSecondPerson", "Revealed", "approve", "ask", "enter", "keep", "refuse", "reveal", "withdraw"]
