"""Who may see what on the map."""

from samaan.accounts.models import User


def can_see_figures(user: User) -> bool:
    """Whoever reads figures; they see no report by it."""
    return user.can("statistics.view")


def can_see_services(user: User) -> bool:
    """Whoever finds services."""
    return user.can("directory.view")


def can_see_map(user: User) -> bool:
    """Whoever sees either."""
    return can_see_figures(user) or can_see_services(user)


def can_steer(user: User) -> bool:
    """The steward of the directory, and whoever reads figures and follows referrals; sec.may_steer says the same."""
    return user.can("directory.steward") or (user.can("statistics.view") and user.can("referral.view"))
