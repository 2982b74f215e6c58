"""The person is asked how the service was, by a link or on paper, and answers once."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, open_to
from samaan.accounts.models import User
from samaan.guests import secrets
from samaan.guests.models import SurveyLink
from samaan.guests.permissions import can_survey
from samaan.referrals.models import Referral, Status, SurveyAnswer
from samaan.transitions import Transition, announce, lock, move

SERVED = (Status.DELIVERED, Status.NOT_DELIVERED, Status.CLOSED)
ASK = Transition("referral.survey_asked", SERVED, None, can_survey)
TYPE_IN = Transition("referral.survey_answered", SERVED, None, can_survey)
COMPARTMENT = "survey"


@transaction.atomic
def ask_survey(referral: Referral, *, by: User) -> str:
    """Make a link for the person; an earlier one ends. Returns its secret, which is known now and never again."""
    move(referral, ASK, by=by)
    for earlier in SurveyLink.objects.filter(referral=referral, ended_at=None):
        end_survey(earlier)
    token = secrets.new_secret()
    link = SurveyLink(
        referral=referral,
        organisation=referral.organisation,
        token=principals.guest(token),
        made_by=by,
        expires_at=timezone.now() + countrypack.pack().conversation.survey_lasts,
    )
    link.save(force_insert=True)
    open_to(link, link.token, [COMPARTMENT], by=by, basis=Basis.GUEST, purpose="survey", ends_at=link.expires_at)
    return token


@transaction.atomic
def answer_survey(link: SurveyLink, answers: Mapping[str, int], *, language: str) -> bool:
    """Keep the answers and end the link, which then opens nothing. Whether there was still something to answer."""
    lock(link)
    if not link.is_live or SurveyAnswer.objects.filter(referral=link.referral_id).exists():
        return False
    keep(link.referral_id, answers, SurveyAnswer.Way.LINK, language)
    announce("referral.survey_answered", link, by=None)
    end_survey(link)
    return True


@transaction.atomic
def type_in_survey(referral: Referral, answers: Mapping[str, int], *, by: User, language: str) -> None:
    """What somebody filled in on paper takes the place of what was typed in before, never of what they sent."""
    move(referral, TYPE_IN, by=by)
    sent = SurveyAnswer.objects.filter(referral=referral).first()
    if sent is None:
        keep(referral.pk, answers, SurveyAnswer.Way.PAPER, language)
    elif sent.way == SurveyAnswer.Way.PAPER:
        sent.answers, sent.language = dict(answers), language
        sent.save(update_fields=["answers", "language"])


def keep(referral_id, answers: Mapping[str, int], way: str, language: str) -> None:
    SurveyAnswer(referral_id=referral_id, answers=dict(answers), way=way, language=language).save(force_insert=True)


def end_survey(link: SurveyLink) -> None:
    link.ended_at = timezone.now()
    link.save(update_fields=["ended_at"])
    close_to(link, link.token)
