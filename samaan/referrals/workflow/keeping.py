"""What was said is filed in the case it is about."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from samaan.access.records import get_visible
from samaan.accounts.models import User
from samaan.cases.models import Case, Document
from samaan.cases.workflow import add_document
from samaan.common import paper
from samaan.referrals import phrases, queries
from samaan.referrals.models import Referral
from samaan.referrals.workflow import steps
from samaan.transitions import move

# The referral hangs on the care of a case, and so does what was said about it.
KIND, COMPARTMENT = "conversation", "care"


@transaction.atomic
def keep_conversation(referral: Referral, *, by: User) -> Document:
    """Who said what and when, as a document of the case. Each time anew: an earlier copy stays as it was."""
    case = get_visible(Case.objects, by, pk=referral.case_id)
    move(referral, steps.KEEP_CONVERSATION, by=by)
    return add_document(case, on_paper(referral), by=by, kind=KIND, compartment=COMPARTMENT)


def on_paper(referral: Referral) -> SimpleUploadedFile:
    messages, _earlier = queries.messages_of(referral, everything=True)
    for message in messages:
        message.text = str(phrases.words(message.phrase)) if message.phrase else message.text
    shown = {"referral": referral, "messages": messages, "kept_at": timezone.now()}
    name = f"{referral.reference}-{timezone.localdate():%Y-%m-%d}.pdf"
    return SimpleUploadedFile(name, paper.pdf("referrals/paper/conversation.html", shown), "application/pdf")
