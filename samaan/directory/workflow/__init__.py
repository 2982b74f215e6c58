"""What is done with the directory and the terms of its providers, one function an act."""

from samaan.directory.workflow.terms import (
    accept_terms,
    approve_terms,
    draw_up_terms,
    end_terms,
    offer_terms,
    return_terms,
    write_terms,
)

__all__ = [
    "accept_terms",
    "approve_terms",
    "draw_up_terms",
    "end_terms",
    "offer_terms",
    "return_terms",
    "write_terms",
]
