"""Telephones are added and ended; what they send arrives, and is filed."""

from samaan.devices.workflow.arriving import Differs, NotForThem, TooOften, receive_submission
from samaan.devices.workflow.attaching import attach_file
from samaan.devices.workflow.filing import CannotFile, file_submission
from samaan.devices.workflow.tokens import TooManyDevices, add_device, end_device

__all__ = [
    "CannotFile",
    "Differs",
    "NotForThem",
    "TooManyDevices",
    "TooOften",
    "add_device",
    "attach_file",
    "end_device",
    "file_submission",
    "receive_submission",
]
