"""What is done with the directory, its places and the terms of its providers, one function an act."""

from samaan.directory.workflow.capacity import count_sessions, say_free, set_capacity
from samaan.directory.workflow.changing import approve_change, propose_change, return_change, withdraw_change
from samaan.directory.workflow.importing import take_in, upload_entries
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
from samaan.directory.workflow.verifying import confirm_facts

__all__ = [
    "NoPlace",
    "accept_terms",
    "approve_change",
    "approve_terms",
    "confirm_facts",
    "count_sessions",
    "count_unmet",
    "draw_up_terms",
    "end_terms",
    "hold_place",
    "lapse_place",
    "lock_places",
    "offer_terms",
    "propose_change",
    "release_place",
    "return_change",
    "return_terms",
    "say_free",
    "set_capacity",
    "take_in",
    "take_place",
    "upload_entries",
    "withdraw_change",
    "write_terms",
]
