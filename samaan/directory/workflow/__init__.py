"""The acts on the directory's entries."""

from samaan.directory.workflow.changing import approve_change, propose_change, return_change, withdraw_change
from samaan.directory.workflow.importing import take_in, upload_entries
from samaan.directory.workflow.verifying import confirm_facts

__all__ = [
    "approve_change",
    "confirm_facts",
    "propose_change",
    "return_change",
    "take_in",
    "upload_entries",
    "withdraw_change",
]
