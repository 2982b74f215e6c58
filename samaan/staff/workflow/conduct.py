"""The code of conduct: accepted before the first work, and again when it changes."""

from django.db import transaction

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.staff import code_of_conduct
from samaan.staff.models import ConductAcceptance


@transaction.atomic
def accept_conduct(user: User, *, version: str, language: str) -> bool:
    """Accept the version that was read; False when another is at work by now and has to be read first."""
    if version != code_of_conduct.version():
        return False
    digest = code_of_conduct.digest(language)
    made = ConductAcceptance.objects.get_or_create(
        user=user, version=version, defaults={"language": language, "text_digest": digest}
    )[1]
    user.conduct_version = version
    user.save(update_fields=["conduct_version"])
    if made:
        stream.append("conduct.accepted", by=user, purpose="accounts", version=version, language=language, text=digest)
    return True
