"""What is done with the directory, its places and the terms of its providers, one function an act."""

from samaan.directory.workflow.capacity import count_sessions, say_free, set_capacity
from samaan.directory.workflow.places import NoPlace, hold_place, lapse_place, lock_places, release_place, take_place
from samaan.directory.workflow.terms import (
    accept_terms,
    approve_terms,
    draw_up_terms,
    end_terms,
    offer_terms,
    return_terms,
    write_terms,
)
from samaan.directory.workflow.unmet import count_unmet

__all__ = [
    "NoPlace",
    "accept_terms",
    "approve_terms",
    "count_sessions",
    "count_unmet",
    "draw_up_terms",
    "end_terms",
    "hold_place",
    "lapse_place",
    "lock_places",
    "offer_terms",
    "release_place",
    "return_terms",
    "say_free",
    "set_capacity",
    "take_place",
    "write_terms",
]
