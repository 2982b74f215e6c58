"""One act at a time on an account."""

from samaan.accounts.models import User


def lock(user: User) -> None:
    """Lock the row until the transaction ends and read its present values into `user`."""
    user.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))
