"""Of one case everybody sees the parts they hold and no word of the others: on pages, by the API, in the tables."""

import pytest
from django.urls import reverse

from samaan.access.records import compartments_of
from samaan.cases.models import Case, Note, Task
from samaan.vault.models import StoredFile
from tests.matrix.asking import taken_back
from tests.matrix.meeting import MATRIX
from tests.matrix.world import COMPARTMENTS, acting, word

pytestmark = pytest.mark.django_db
INSIDE = [name for name, actor in MATRIX.actors.items() if actor.role and name != "left"]


def words_of(held: list[str]) -> set[str]:
    return {word(compartment) for compartment in held}


def found_in(text: str) -> set[str]:
    return {word(compartment) for compartment in COMPARTMENTS if word(compartment) in text}


@pytest.mark.parametrize("name", INSIDE)
def test_a_page_shows_the_compartments_held_and_no_other(asked, name):
    case = asked.world.things["case"]["open"]["pk"]
    for tab in ("notes", "tasks"):
        with taken_back():
            page = asked.askers[name].client.get(reverse(f"cases:{tab}", args=[case])).content.decode()
        assert found_in(page) == words_of(MATRIX.holds.get(name, [])), tab


@pytest.mark.parametrize("name", INSIDE)
def test_the_api_shows_the_compartments_held_and_no_other(asked, name):
    case = asked.world.things["case"]["open"]["pk"]
    asker = asked.askers[name]
    for part in ("notes", "tasks"):
        with taken_back():
            answer = asker.client.get(f"/api/v1/cases/{case}/{part}", headers=asker.headers).json()
        assert found_in(str(answer)) == words_of(MATRIX.holds.get(name, [])), part


@pytest.mark.parametrize("name", INSIDE)
def test_the_tables_hold_no_more_for_them(asked, name):
    """Without any filter of the application."""
    user, case = asked.world.people[name], asked.world.things["case"]["open"]["pk"]
    held = MATRIX.holds.get(name, [])
    with acting(user):
        assert {note.text for note in Note.objects.filter(case_id=case)} == words_of(held)
        assert {task.title for task in Task.objects.filter(case_id=case)} == words_of(held)
        documents = StoredFile.objects.filter(record_id=case, original_of=None)
        assert set(documents.values_list("compartment", flat=True)) == set(held)
        seen = Case.objects.filter(pk=case).first()
        assert (compartments_of(seen, user) if seen else set()) == set(held)
