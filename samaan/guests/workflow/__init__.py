"""How a guest is invited, let in, and shown out."""

from samaan.guests.workflow.entering import Entered, Refused, come_back, enter, note_look
from samaan.guests.workflow.inviting import Invited, end_link, end_of, invite_guest
from samaan.guests.workflow.surveying import answer_survey, ask_survey, type_in_survey

__all__ = [
    "Entered",
    "Invited",
    "Refused",
    "answer_survey",
    "ask_survey",
    "come_back",
    "end_link",
    "end_of",
    "enter",
    "invite_guest",
    "note_look",
    "type_in_survey",
]
