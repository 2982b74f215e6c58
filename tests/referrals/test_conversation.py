"""Named in a message, taken back, filed in the case; and nobody who looks after the system reads it."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.utils import timezone

from samaan.access import context
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases.models import Document
from samaan.referrals import workflow
from samaan.referrals.models import Message, Reading, Referral, Status
from samaan.transitions import NotPermitted
from samaan.vault import files
from tests.factories.accounts import make_user
from tests.factories.referrals import make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider():
    return make_provider(full_name="Sr. Marguerite Ash")


@pytest.fixture
def referral(provider):
    return make_referral(Status.ACCEPTED, provider=provider)


def say(referral, by, text="Is there a bed tonight?", **given) -> Message:
    with context.acting(context.of_user(by)):
        return workflow.send_message(Referral.objects.get(pk=referral.pk), text, by=by, client_id=uuid4(), **given)


def alerts(user, rule: str) -> int:
    with context.acting(context.of_user(user)):
        return Alert.objects.filter(user=user, rule=rule).count()


def test_whoever_is_named_is_told_and_nobody_can_be_named_who_does_not_see_it(referral, provider):
    colleague, stranger = make_provider(), make_user("case_manager")
    message = say(referral, referral.sender, mentions=[colleague.pk, stranger.pk])
    assert message.mentions == [colleague.pk]
    assert alerts(colleague, "referral_mentioned") == 1
    assert alerts(provider, "referral_mentioned") == 0
    assert alerts(stranger, "referral_mentioned") == 0


def test_what_is_taken_back_is_destroyed_and_leaves_a_trace(referral, provider, browse):
    file = SimpleUploadedFile("carta.txt", b"The address is Pine Road 4")
    message = say(referral, referral.sender, "Pine Road 4", file=file)
    stored = message.attachment
    page = browse(referral.sender)
    assert page.post(f"/referrals/{referral.pk}/message/{message.pk}/delete/").status_code == 302
    text = browse(provider).get(f"/referrals/{referral.pk}/").content.decode()
    assert "Taken back by" in text
    assert "Pine Road 4" not in text
    with context.acting(context.of_user(referral.sender)):
        kept = Message.objects.get(pk=message.pk)
        assert (kept.text, kept.attachment_id, bool(kept.deleted_at)) == ("", None, True)
        stored.refresh_from_db()
        assert b"".join(files.for_machines(stored)) == b""
        assert Event.objects.filter(kind="referral.message_deleted", data__message=str(message.pk)).count() == 1


def test_only_its_writer_takes_it_back_and_not_for_long(referral, provider):
    message = say(referral, referral.sender)
    with context.acting(context.of_user(provider)), pytest.raises(NotPermitted):
        workflow.delete_message(Message.objects.get(pk=message.pk), by=provider)
    with context.acting(context.of_user(referral.sender)):
        Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(hours=1))
        with pytest.raises(NotPermitted):
            workflow.delete_message(Message.objects.get(pk=message.pk), by=referral.sender)


def test_what_was_said_is_filed_in_the_case(referral, provider):
    say(referral, referral.sender, "She arrives at six")
    say(referral, provider, "We are at the door")
    with context.acting(context.of_user(provider)), pytest.raises(Http404):
        workflow.keep_conversation(Referral.objects.get(pk=referral.pk), by=provider)
    with context.acting(context.of_user(referral.sender)):
        workflow.keep_conversation(Referral.objects.get(pk=referral.pk), by=referral.sender)
        document = Document.objects.get(case=referral.case_id, kind="conversation")
        assert document.compartment == "care"
        pages = pypdf.PdfReader(BytesIO(b"".join(files.open_chunks(document.file)))).pages
        text = " ".join(page.extract_text() for page in pages)
    for words in ("She arrives at six", "We are at the door", "Sr. Marguerite Ash", referral.sender.full_name):
        assert words in text


def test_it_says_who_of_the_other_side_has_seen_it(referral, provider, browse):
    say(referral, referral.sender)
    browse(provider).get(f"/referrals/{referral.pk}/")
    assert "Seen by Sr. Marguerite Ash" in browse(referral.sender).get(f"/referrals/{referral.pk}/").content.decode()


@pytest.mark.parametrize("role", ["system_administrator", "organisation_administrator", "auditor", "director"])
def test_nobody_who_looks_after_or_over_it_reads_what_is_said(referral, provider, browse, role):
    message = say(referral, referral.sender, "The door code is nine")
    for organisation in (referral.organisation, referral.provider):
        moderator = make_user(role, organisation)
        with context.acting(context.of_user(moderator)):
            assert not Message.objects.exists()
            assert not Reading.objects.exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM referrals_message WHERE id = %s", [message.pk])
                assert cursor.fetchone() == (0,)
        for address in ("", "chat/"):
            page = browse(moderator).get(f"/referrals/{referral.pk}/{address}")
            assert "nine" not in page.content.decode()
