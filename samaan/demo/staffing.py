"""What an administrator of the demo finds: invitations, an organisation that waits, reviews, a colleague on leave."""

from datetime import timedelta

from django.utils import timezone

from samaan.accounts.models import Organisation, Role, User
from samaan.demo.telling import acting
from samaan.staff import training_kinds, workflow
from samaan.staff.models import Invitation

HARBOUR = {
    "kind": "shelter",
    "reason": "Twelve beds for women with children in San Fernando, where there are none.",
    "terms": "Memorandum of understanding with the unit, signed in May; house rules and a child-safeguarding policy.",
    "contact_name": "Ingrid Salas",
    "contact_email": "ingrid@harbour.example",
    "contact_phone": "+18685550199",
}


def person(address: str) -> User:
    return User.objects.select_related("role", "organisation", "unit").get(email=address)


def tell() -> None:
    """Once: whoever loads the demo again finds it as it was left."""
    if Invitation.objects.exists():
        return
    admin, director = person("administrator@ctu.example"), person("director@ctu.example")
    invite(admin)
    with acting(admin):
        role = Role.objects.get(code="organisation_administrator")
        workflow.propose_organisation("Harbour of Hope (demo)", by=admin, contact_role=role, **HARBOUR)
        for code in ("ctu", "fia"):
            workflow.open_review(Organisation.objects.get(code=code), by=admin)
    with acting(director):
        train(director)
    manager = person("case.manager2@ctu.example")
    with acting(manager):
        until = timezone.now() + timedelta(days=10)
        workflow.delegate_work(
            manager, by=manager, to=person("case.manager@ctu.example"), ends_at=until, reason="Annual leave"
        )


def invite(admin: User) -> None:
    """One on its way, one that waits for a second person."""
    for address, organisation, role in (
        ("newcomer@fia.example", "fia", "service_provider"),
        ("second.administrator@ctu.example", "ctu", "system_administrator"),
    ):
        with acting(admin):
            workflow.invite(
                address,
                organisation=Organisation.objects.get(code=organisation),
                role=Role.objects.get(code=role),
                by=admin,
            )


def train(director: User) -> None:
    """Half of the colleagues are trained, some of them long ago."""
    today = timezone.localdate()
    for number, user in enumerate(User.objects.exclude(pk=director.pk).order_by("pk")[::2]):
        for kind in training_kinds.needed():
            day = today - timedelta(days=60 + 40 * number)
            workflow.confirm_training(user, by=director, kind=kind, completed_on=day)
