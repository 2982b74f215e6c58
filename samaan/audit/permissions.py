"""Who may look into the sealed log."""

from samaan.accounts.models import User


def may_audit(user: User) -> bool:
    """Whoever's role audits: sees who did what and when, never what is in a record. The database asks the same."""
    return user.can("audit.view")
