"""Changes to the country pack in every state."""

from samaan.configuration import examining, workflow
from samaan.configuration.models import ChangedFile
from samaan.countrypack.models import PackVersion
from tests.factories import configuration as making
from tests.factories.accounts import make_user
from tests.matrix.world import World, acting

WHY = "The case managers asked for one more question"


def add_changes(world: World) -> None:
    """A draft and a proposal of the administrator, a proposal of a colleague; and the version at work."""
    administrator, colleague = world.person("administrator"), make_user("system_administrator", full_name="colleague")
    version = PackVersion.objects.defer("content").get(is_active=True)
    for state, author in (("draft", administrator), ("proposed", administrator), ("of a colleague", colleague)):
        change = making.make_change(("needs.xlsx", making.form()), by=author, reason=WHY)
        if state != "draft":
            making.propose(change)
        with acting(author):
            shown = examining.examine(change).shown
            file = ChangedFile.objects.get(change=change)
        world.add("change", state, pk=change.pk, file_pk=file.pk, shown=shown, form_id="needs")
    refused = making.propose(making.make_change(("needs.xlsx", making.form()), by=colleague, reason=WHY))
    with acting(administrator):
        workflow.refuse_change(refused, by=administrator, answer="Ask the health desk first")
        file = ChangedFile.objects.get(change=refused)
    world.add("change", "refused", pk=refused.pk, file_pk=file.pk, shown="0" * 64, form_id="needs")
    numbers = {"path": "roles.yaml", "name": "urgency", "form_id": "none"}
    world.add("pack", "at work", number=version.pk, **numbers)
    content = PackVersion.objects.get(pk=version.pk).content
    earlier = PackVersion.objects.create(
        code=version.code, version="2025.9", checksum="0" * 64, content=content, is_active=False
    )
    world.add("pack", "earlier", number=earlier.pk, **numbers)


PARTS = (add_changes,)
