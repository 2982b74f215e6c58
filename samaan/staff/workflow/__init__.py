"""Each act on organisations and accounts, one function."""

from samaan.staff.workflow.conduct import accept_conduct
from samaan.staff.workflow.delegating import begin_delegation, delegate_work, end_delegation
from samaan.staff.workflow.ending import end_account, lock_account, sign_out_everywhere, unlock_account
from samaan.staff.workflow.handing_over import hand_over_load
from samaan.staff.workflow.inviting import (
    LinkDead,
    accept_invitation,
    confirm_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from samaan.staff.workflow.keeping import add_account, issue_token, reset_account
from samaan.staff.workflow.organisations import (
    approve_proposal,
    propose_organisation,
    refuse_proposal,
    withdraw_proposal,
)
from samaan.staff.workflow.reviewing import confirm_accounts, lock_unreviewed, open_review
from samaan.staff.workflow.roles import ask_for_role, decide_role
from samaan.staff.workflow.training import confirm_training

__all__ = [
    "LinkDead",
    "accept_conduct",
    "accept_invitation",
    "add_account",
    "approve_proposal",
    "ask_for_role",
    "begin_delegation",
    "confirm_accounts",
    "confirm_invitation",
    "confirm_training",
    "decide_role",
    "delegate_work",
    "end_account",
    "end_delegation",
    "hand_over_load",
    "invite",
    "issue_token",
    "lock_account",
    "lock_unreviewed",
    "open_review",
    "propose_organisation",
    "refuse_proposal",
    "resend_invitation",
    "reset_account",
    "sign_out_everywhere",
    "unlock_account",
    "withdraw_invitation",
    "withdraw_proposal",
]
