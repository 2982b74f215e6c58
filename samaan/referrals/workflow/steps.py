"""The life of a referral: prepared, sent, answered, delivered; or withdrawn, and then the provider sees nothing."""

from django.utils.translation import gettext_lazy as _

from samaan.referrals import permissions
from samaan.referrals.models import OPEN, UNANSWERED, WAITING, Status
from samaan.transitions import Transition

DRAFT = (Status.DRAFT,)
ENDED = (Status.DECLINED, Status.DELIVERED, Status.NOT_DELIVERED, Status.SENT_BACK, Status.EXPIRED)
UNDER_WAY = (Status.ACCEPTED, Status.IN_PROGRESS)

PREPARE = Transition("referral.prepared", DRAFT, None, permissions.can_prepare)
CHOOSE = Transition("referral.slice_chosen", DRAFT, None, permissions.can_prepare)
RECORD_CONSENT = Transition("referral.consent_recorded", DRAFT, None, permissions.can_prepare)
ASK_ANOTHER = Transition("referral.service_changed", DRAFT, None, permissions.can_prepare, _("Ask another service"))
DO_WITHOUT_PLACE = Transition(
    "referral.place_forgone", DRAFT, None, permissions.can_prepare, _("Ask without a held place")
)
SEND = Transition("referral.sent", DRAFT, Status.SENT, permissions.can_prepare, _("Send referral"))
DISCARD = Transition("referral.discarded", DRAFT, Status.WITHDRAWN, permissions.can_prepare, _("Discard the draft"))
HAND_OVER = Transition("referral.handed_over", (*DRAFT, *OPEN, *ENDED), None, permissions.can_hand_over, _("Hand over"))
VIEW = Transition("referral.viewed", (Status.SENT,), Status.VIEWED, permissions.can_respond)
ACCEPT = Transition(
    "referral.accepted",
    (*UNANSWERED, Status.WAITING_LIST),
    Status.ACCEPTED,
    permissions.can_respond,
    _("Accept"),
    "referrals:accept",
    style="post",
)
DECLINE = Transition(
    "referral.declined",
    (*UNANSWERED, Status.WAITING_LIST),
    Status.DECLINED,
    permissions.can_respond,
    _("Decline"),
    "referrals:decline",
    style="danger",
)
ASK = Transition(
    "referral.information_asked",
    WAITING,
    Status.INFORMATION_ASKED,
    permissions.can_respond,
    _("Ask for information"),
    "referrals:ask",
)
INFORM = Transition(
    "referral.information_given",
    (Status.INFORMATION_ASKED,),
    Status.VIEWED,
    permissions.can_inform,
    _("Answer what was asked"),
    "referrals:inform",
)
PUT_ON_LIST = Transition(
    "referral.waitlisted",
    UNANSWERED,
    Status.WAITING_LIST,
    permissions.can_respond,
    _("Put on the waiting list"),
    "referrals:put_on_list",
)
CONFIRM_LIST = Transition(
    "referral.waitlist_confirmed",
    (Status.WAITING_LIST,),
    None,
    permissions.can_respond,
    _("Still on the waiting list"),
    "referrals:confirm_list",
)
START = Transition(
    "referral.started",
    (Status.ACCEPTED,),
    Status.IN_PROGRESS,
    permissions.can_respond,
    _("Start the service"),
    "referrals:start",
    style="post",
)
DELIVER = Transition(
    "referral.delivered", UNDER_WAY, Status.DELIVERED, permissions.can_respond, _("Mark delivered"), "referrals:deliver"
)
NOT_DELIVER = Transition(
    "referral.not_delivered",
    UNDER_WAY,
    Status.NOT_DELIVERED,
    permissions.can_respond,
    _("Could not be delivered"),
    "referrals:not_deliver",
    style="danger",
)
SEND_BACK = Transition(
    "referral.sent_back",
    UNDER_WAY,
    Status.SENT_BACK,
    permissions.can_respond,
    _("Send back: something is still needed"),
    "referrals:send_back",
)
GIVE_FEEDBACK = Transition(
    "referral.feedback_given",
    (Status.DELIVERED, Status.NOT_DELIVERED, Status.SENT_BACK),
    None,
    permissions.can_respond,
    _("Give feedback"),
    "referrals:feedback",
)
GIVE_UP = Transition(
    "referral.expired",
    WAITING,
    Status.EXPIRED,
    permissions.can_give_up,
    _("Stop waiting"),
    "referrals:give_up",
    style="danger post",
)
WITHDRAW = Transition(
    "referral.withdrawn",
    (*OPEN, *ENDED, Status.CLOSED),
    Status.WITHDRAWN,
    permissions.can_withdraw,
    _("Withdraw"),
    "referrals:withdraw",
    style="danger",
)
# The consent it rests on was withdrawn, or has run out.
CONSENT_ENDED = Transition("referral.consent_ended", OPEN, Status.WITHDRAWN, permissions.by_consent)
SHARING_ENDED = Transition("referral.sharing_ended", (*ENDED, Status.CLOSED), None, permissions.by_consent)
CLOSE = Transition(
    "referral.closed", ENDED, Status.CLOSED, permissions.can_close, _("Close"), "referrals:close", style="post"
)

MESSAGE = Transition(
    "referral.message",
    (*OPEN, Status.DECLINED, Status.DELIVERED, Status.NOT_DELIVERED, Status.SENT_BACK),
    None,
    permissions.can_write,
)
KEEP_CONVERSATION = Transition(
    "referral.conversation_kept",
    (*OPEN, *ENDED, Status.CLOSED),
    None,
    permissions.can_keep_conversation,
    _("File the conversation in the case"),
    "referrals:keep_conversation",
    style="post",
)
DELETE_MESSAGE = Transition("referral.message_deleted", MESSAGE.sources, None, permissions.can_take_back)

ARRANGED = (Status.WAITING_LIST, *UNDER_WAY)
MAKE_APPOINTMENT = Transition("referral.appointment_made", ARRANGED, None, permissions.can_arrange, _("Appointment"))
CHANGE_APPOINTMENT = Transition(
    "referral.appointment_changed", ARRANGED, None, permissions.can_arrange, _("Change the appointment")
)
CANCEL_APPOINTMENT = Transition(
    "referral.appointment_cancelled", (*ARRANGED, *ENDED), None, permissions.can_arrange, _("Cancel the appointment")
)
ATTENDED = Transition("referral.appointment_attended", (*ARRANGED, *ENDED), None, permissions.can_arrange)
MISSED = Transition("referral.appointment_missed", (*ARRANGED, *ENDED), None, permissions.can_arrange)
APPOINTMENTS = [MAKE_APPOINTMENT, CHANGE_APPOINTMENT, CANCEL_APPOINTMENT, ATTENDED, MISSED]

# The buttons of the referral page, in the order of the work.
STEPS = [
    INFORM, ACCEPT, START, DELIVER, GIVE_FEEDBACK, CLOSE, CONFIRM_LIST, ASK, PUT_ON_LIST, SEND_BACK, DECLINE,
    NOT_DELIVER, GIVE_UP, WITHDRAW,
]  # fmt: skip
TRANSITIONS = [
    PREPARE,
    CHOOSE,
    RECORD_CONSENT,
    ASK_ANOTHER,
    DO_WITHOUT_PLACE,
    SEND,
    DISCARD,
    HAND_OVER,
    VIEW,
    *STEPS,
    *APPOINTMENTS,
    CONSENT_ENDED,
    SHARING_ENDED,
    MESSAGE,
    DELETE_MESSAGE,
    KEEP_CONVERSATION,
]
