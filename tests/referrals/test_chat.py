"""Messages: both directions, once each however often they are sent, and unread until read."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.access import context
from samaan.audit.models import Event
from samaan.referrals import queries, workflow
from samaan.referrals.models import Message, Referral, Status
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.referrals import make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


def say(referral, by, text="Is there a bed tonight?", client_id=None, **given) -> Message:
    with context.acting(context.of_user(by)):
        seen = Referral.objects.get(pk=referral.pk)
        return workflow.send_message(seen, text, by=by, client_id=client_id or uuid4(), **given)


def texts_seen_by(user) -> list[str]:
    with context.acting(context.of_user(user)):
        return [message.text for message in Message.objects.all()]


def unread(user, referral) -> int:
    with context.acting(context.of_user(user)):
        return queries.unread_counts(user, [referral.pk]).get(referral.pk, 0)


@pytest.fixture
def provider():
    return make_provider()


@pytest.fixture
def referral(provider):
    return make_referral(Status.ACCEPTED, provider=provider)


def test_both_sides_write_and_read(referral, provider):
    say(referral, referral.sender, "Is there a bed tonight?")
    say(referral, provider, "Yes, from six.")
    for reader in (referral.sender, provider):
        assert texts_seen_by(reader) == ["Is there a bed tonight?", "Yes, from six."]


def test_the_same_message_sent_again_counts_once(referral, provider):
    client_id = uuid4()
    first = say(referral, provider, client_id=client_id)
    again = say(referral, provider, client_id=client_id)
    assert again.pk == first.pk
    assert len(texts_seen_by(provider)) == 1
    with context.acting(context.of_user(provider)):
        assert Event.objects.filter(kind="referral.message").count() == 1


def test_the_same_message_on_two_lines_at_once_counts_once(referral, provider, monkeypatch):
    client_id = uuid4()
    say(referral, provider, client_id=client_id)
    looks = iter([None])

    def overtaken(self):
        return next(looks, Message.objects.all()[0])

    with monkeypatch.context() as patched:
        patched.setattr("django.db.models.query.QuerySet.first", overtaken)
        say(referral, provider, client_id=client_id)
    assert len(texts_seen_by(provider)) == 1


def test_two_writers_may_choose_the_same_id(referral, provider):
    client_id = uuid4()
    say(referral, provider, client_id=client_id)
    say(referral, referral.sender, client_id=client_id)
    assert len(texts_seen_by(provider)) == 2


def test_a_stranger_reads_and_writes_nothing(referral):
    say(referral, referral.sender)
    for stranger in (make_provider("fia"), make_user("case_manager"), make_user("director")):
        assert texts_seen_by(stranger) == []
        with pytest.raises(Referral.DoesNotExist):
            say(referral, stranger)


def test_who_writes_no_messages_is_refused(referral, provider):
    with context.acting(context.of_user(provider)), pytest.raises(NotPermitted):
        workflow.send_message(referral, "Hello", by=make_user("me_officer"), client_id=uuid4())


def test_a_closed_referral_is_silent(provider):
    referral = make_referral(Status.DELIVERED, provider=provider)
    with context.acting(context.of_user(referral.sender)):
        workflow.close_referral(Referral.objects.get(pk=referral.pk), by=referral.sender)
    with pytest.raises(WrongState):
        say(referral, referral.sender)


def test_unread_until_read(referral, provider):
    say(referral, provider, "One")
    say(referral, provider, "Two")
    assert unread(referral.sender, referral) == 2
    assert unread(provider, referral) == 0, "one’s own messages are read"
    with context.acting(context.of_user(referral.sender)):
        workflow.mark_read(referral, by=referral.sender)
    assert unread(referral.sender, referral) == 0
    say(referral, provider, "Three")
    assert unread(referral.sender, referral) == 1


def test_a_file_travels_with_a_message(referral, provider):
    file = SimpleUploadedFile("voucher.txt", b"Room 4")
    message = say(referral, referral.sender, "The voucher", file=file)
    with context.acting(context.of_user(provider)):
        stored = Message.objects.select_related("attachment").get(pk=message.pk).attachment
        assert (stored.compartment, stored.name) == ("chat", "voucher.txt")


def test_the_other_side_is_told_and_not_ones_own(referral, provider, admin_connection):
    make_provider()
    say(referral, provider)
    rule = "SELECT user_id FROM alerts_alert WHERE rule = 'chat_message'"
    assert admin_connection.execute(rule).fetchall() == [(referral.sender_id,)]


def test_what_is_said_is_not_readable_in_the_database(referral, provider, admin_connection):
    say(referral, provider, "Is there a bed tonight?")
    (row,) = admin_connection.execute("SELECT text FROM referrals_message").fetchall()
    assert b"bed" not in bytes(row[0])
