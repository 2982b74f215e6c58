"""What is done with a referral, one function an act. The table of steps is in `steps`."""

from samaan.referrals.workflow.answering import (
    accept_referral,
    ask_information,
    decline_referral,
    deliver_referral,
    give_feedback,
    mark_viewed,
    not_deliver_referral,
    start_referral,
)
from samaan.referrals.workflow.chat import can_delete, delete_message, mark_read, send_message
from samaan.referrals.workflow.consent_ending import end_shared, end_sharing
from samaan.referrals.workflow.ending import close_referral, give_up_referral, withdraw_referral
from samaan.referrals.workflow.keeping import keep_conversation
from samaan.referrals.workflow.outside import note_outside
from samaan.referrals.workflow.sending import (
    REFER,
    Share,
    ask_another,
    choose_slice,
    discard_draft,
    do_without_place,
    needs_consent,
    prepare_referrals,
    record_consent,
    send_draft,
    send_drafts,
    send_referral,
)
from samaan.referrals.workflow.steps import STEPS, TRANSITIONS

__all__ = [
    "REFER",
    "STEPS",
    "TRANSITIONS",
    "Share",
    "accept_referral",
    "ask_another",
    "ask_information",
    "can_delete",
    "choose_slice",
    "close_referral",
    "decline_referral",
    "delete_message",
    "deliver_referral",
    "discard_draft",
    "do_without_place",
    "end_shared",
    "end_sharing",
    "give_feedback",
    "give_up_referral",
    "keep_conversation",
    "mark_read",
    "mark_viewed",
    "needs_consent",
    "not_deliver_referral",
    "note_outside",
    "prepare_referrals",
    "record_consent",
    "send_draft",
    "send_drafts",
    "send_message",
    "send_referral",
    "start_referral",
    "withdraw_referral",
]
