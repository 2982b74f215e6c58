"""Who may do what with a referral. Each docstring is the rule; whether the record is seen at all, its grants say."""

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.referrals.guest import Actor
from samaan.referrals.models import OutsideMap, Referral


def can_refer(user: User | None, case: Case) -> bool:
    """Whoever's role sends referrals, for a case they see."""
    return user is not None and user.can("referral.send")


def can_list(user: User | None) -> bool:
    """Whoever sends, answers or follows referrals."""
    return user is not None and user.can("referral.view")


def is_provider(user: Actor | None, referral: Referral) -> bool:
    """Answers for the organisation that was asked, and did not send the referral."""
    return (
        user is not None
        and user.can("referral.respond")
        and user.organisation_id == referral.provider_id
        and user.pk != referral.sender_id
    )


def is_sending_side(user: Actor | None, referral: Referral) -> bool:
    """The sender, and whoever sends referrals and shares in the care of the case."""
    return user is not None and user.can("referral.send") and not is_provider(user, referral)


def can_hand_over(user: User | None, referral: Referral) -> bool:
    """Those who give out work; they choose who, and need not see into it."""
    return user is not None and user.can("work.hand_over")


def can_prepare(user: User | None, referral: Referral) -> bool:
    """A draft is its writer's own."""
    return user is not None and user.can("referral.send") and user.pk == referral.sender_id


def can_respond(user: Actor | None, referral: Referral) -> bool:
    """The provider's focal points answer what was sent to their organisation."""
    return is_provider(user, referral)


def can_withdraw(user: User | None, referral: Referral) -> bool:
    """The sending side withdraws when the survivor wishes it, or the need has gone."""
    return is_sending_side(user, referral)


def can_give_up(user: User | None, referral: Referral) -> bool:
    """The sending side may stop waiting once the time to answer has run out."""
    return is_sending_side(user, referral) and referral.is_late


def can_inform(user: User | None, referral: Referral) -> bool:
    """The sending side answers what the provider asks."""
    return is_sending_side(user, referral)


def can_arrange(user: User | None, referral: Referral) -> bool:
    """Either side agrees on when the person is seen; nobody once consent to share has ended."""
    if user is None or referral.sharing_ended_at:
        return False
    return is_provider(user, referral) or is_sending_side(user, referral)


def can_close(user: User | None, referral: Referral) -> bool:
    """The sending side closes what has come to its end."""
    return is_sending_side(user, referral)


def can_write(user: Actor | None, referral: Referral) -> bool:
    """Either side writes, when their role writes messages at all; nobody once consent to share has ended."""
    if user is None or referral.sharing_ended_at:
        return False
    return user.can("chat.write") and (is_provider(user, referral) or is_sending_side(user, referral))


def can_take_back(user: Actor | None, referral: Referral) -> bool:
    """Whoever writes here may take back what they wrote themselves, for as long as the pack says."""
    return can_write(user, referral)


def can_keep_conversation(user: User | None, referral: Referral) -> bool:
    """The sending side files what was said in the case it is about."""
    return is_sending_side(user, referral)


def can_read_figures(user: User | None) -> bool:
    """Those who keep the directory, and those whose role reads statistics; the database asks the same."""
    return user is not None and (user.can("directory.steward") or user.can("statistics.view"))


def by_consent(user: User | None, referral: Referral) -> bool:
    """Nobody is asked: whoever withdraws consent, or the clock, ends what rests on it."""
    return True


def can_see_outside(user: User | None) -> bool:
    """Whoever keeps the referral map, and those who approve it."""
    return user is not None and (user.can("directory.steward") or user.can("pack.approve"))


def can_note_outside(user: User | None, report: OutsideMap) -> bool:
    """Whoever keeps the referral map."""
    return user is not None and user.can("directory.steward")
