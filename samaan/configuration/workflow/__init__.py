"""A change to the pack: prepared, proposed, approved or refused."""

from samaan.configuration.workflow.deciding import (
    approve_change,
    propose_change,
    refuse_change,
    take_back_change,
    withdraw_change,
)
from samaan.configuration.workflow.drafting import (
    begin_change,
    begin_with_file,
    leave_file,
    put,
    put_file,
    remove_file,
)

__all__ = [
    "approve_change",
    "begin_change",
    "begin_with_file",
    "leave_file",
    "propose_change",
    "put",
    "put_file",
    "refuse_change",
    "remove_file",
    "take_back_change",
    "withdraw_change",
]
