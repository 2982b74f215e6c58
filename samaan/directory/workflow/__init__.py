"""What is done in the directory, one function an act."""

from samaan.directory.workflow.capacity import count_sessions, say_free, set_capacity
from samaan.directory.workflow.places import NoPlace, hold_place, lapse_place, lock_places, release_place, take_place
from samaan.directory.workflow.unmet import count_unmet

__all__ = [
    "NoPlace",
    "count_sessions",
    "count_unmet",
    "hold_place",
    "lapse_place",
    "lock_places",
    "release_place",
    "say_free",
    "set_capacity",
    "take_place",
]
