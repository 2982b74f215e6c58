"""Asking for an export, the second person, making it, fetching it, its end; and the keys of recipients."""

from samaan.exports.workflow.asking import approve, ask, refuse
from samaan.exports.workflow.fetching import NotThere, fetch, unlock
from samaan.exports.workflow.making import end, make
from samaan.exports.workflow.recipients import confirm, register, withdraw

__all__ = [
    "NotThere",
    "approve",
    "ask",
    "confirm",
    "end",
    "fetch",
    "make",
    "refuse",
    "register",
    "unlock",
    "withdraw",
]
