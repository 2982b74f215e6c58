"""Who is found, in which order, and why; and that nobody finds whom they may not see."""

import pytest
from django.db import connection

from samaan.access import context, records
from samaan.people.finding import Sought, find, named, with_numbers, words_of
from samaan.people.likeness import Comparison, How, Name
from samaan.people.models import Person
from tests.factories.accounts import make_user
from tests.factories.cases import make_person

pytestmark = pytest.mark.django_db(transaction=True)

DOCUMENT = "V-12.345.678"


@pytest.fixture
def anna():
    return make_user("investigator")


def found_by(user, **sought) -> list:
    given = {
        name: (value,) if isinstance(value, str) and name != "age_band" else value for name, value in sought.items()
    }
    with context.acting(context.of_user(user)):
        return find(Sought(**given), user).matches


def names_found_by(user, **sought) -> list[str]:
    return [match.person.full_name for match in found_by(user, **sought)]


@pytest.fixture
def people(anna):
    """Some people only Anna may see."""
    for given, family, more in [
        ("Marisol", "Villasmil Prieto", {"age": 24}),
        ("Marisol", "Guevara", {"age": 41}),
        ("Francisco José", "de la Cruz Peña", {"age": 30}),
        ("Keisha", "Mc Donald", {"age": None}),
        ("Anne-Marie", "Persad", {"age": 16, "aliases": "La China"}),
    ]:
        make_person(anna, given_names=given, family_names=family, phones=[], **more)


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("Marisol Villasmil", "Marisol Villasmil Prieto"),
        ("villasmil marisol", "Marisol Villasmil Prieto"),
        ("Marisol Biyasmil Prieto", "Marisol Villasmil Prieto"),
        ("Mariso Vilasmil Preto", "Marisol Villasmil Prieto"),
        ("Marisol Villasmil Prieto Gómez", "Marisol Villasmil Prieto"),
        ("Paco Cruz", "Francisco José de la Cruz Peña"),
        ("Fransisco Delacruz Pena", "Francisco José de la Cruz Peña"),
        ("PEÑA FRANCISCO", "Francisco José de la Cruz Peña"),
        ("Keesha MacDonald", "Keisha Mc Donald"),
        ("Annemarie Persaud", "Anne-Marie Persad"),
        ("China", "Anne-Marie Persad"),
    ],
)
def test_the_right_person_comes_first(anna, people, sought, first):
    assert names_found_by(anna, names=sought)[0] == first


def test_who_only_shares_a_word_is_not_offered_beside_the_right_one(anna, people):
    assert names_found_by(anna, names="Marisol Guevara") == ["Marisol Guevara"]


def test_nobody_like_that(anna, people):
    assert names_found_by(anna, names="Bartolomeo Quispe") == []
    assert names_found_by(anna, names="") == []


def test_by_telephone_and_by_document_number_in_any_writing(anna):
    make_person(
        anna, given_names="Luz", family_names="Ñáñez", phones=["868 555 0123"], document_numbers=["V-12.345.678"]
    )
    assert names_found_by(anna, phones="+1 868 5550123") == ["Luz Ñáñez"]
    assert names_found_by(anna, documents="v 12345678") == ["Luz Ñáñez"]
    assert names_found_by(anna, documents="V-12.345.679") == []


def test_the_same_document_counts_more_than_a_name(anna, people):
    make_person(anna, given_names="Luz", family_names="Ñáñez", phones=[], document_numbers=["V-12.345.678"])
    assert names_found_by(anna, names="Marisol Guevara", documents="V12345678") == ["Luz Ñáñez", "Marisol Guevara"]


def test_an_age_leaves_out_who_cannot_be_meant_and_keeps_who_may_be(anna, people):
    assert names_found_by(anna, names="Marisol", age_band="21_23") == ["Marisol Villasmil Prieto"]
    assert names_found_by(anna, names="Keisha MacDonald", age_band="21_23") == ["Keisha Mc Donald"]


def test_nobody_finds_whom_they_may_not_see(anna, people):
    make_person(anna, given_names="Luz", family_names="Ñáñez", phones=["868 555 0123"], document_numbers=["V1"])
    stranger = make_user("investigator")
    assert found_by(stranger, names="Marisol Villasmil Prieto") == []
    assert found_by(stranger, phones="868 555 0123", documents="V1") == []


def candidates_of(user, forge: str = "") -> int:
    with context.acting(context.of_user(user)):
        if forge:
            with connection.cursor() as cursor:
                cursor.execute(forge)
        return len(named(words_of(["Marisol"]), 0)) + len(with_numbers(Sought(documents=(DOCUMENT,))))


def test_the_candidates_themselves_are_only_those_one_may_see(anna, people):
    make_person(anna, given_names="Luz", phones=[], document_numbers=[DOCUMENT])
    assert candidates_of(anna) == 3
    assert candidates_of(make_user("investigator")) == 0
    assert candidates_of(anna, "SELECT set_config('samaan.mac', repeat('0', 64), true)") == 0


def test_somebody_who_declared_a_conflict_does_not_find(anna, people):
    with context.acting(context.of_user(anna)):
        person = next(each for each in Person.objects.all() if each.family_names == "Guevara")
        records.exclude(person, anna, by=anna)
    assert names_found_by(anna, names="Marisol Guevara") == []


def how(sought: str, written: str) -> list[How]:
    return [word.how for word in Comparison(Name(sought)).with_name(Name(written)).words]


@pytest.mark.parametrize(
    ("sought", "written", "ways"),
    [
        ("Peña María", "María de la Peña", [How.SAME, How.SAME]),
        ("Basques", "Vásquez", [How.SOUND]),
        ("Cheo", "José", [How.SHORT]),
        ("Villasmal", "Villasmil", [How.SOUND]),
        ("Marisor", "Marisol", [How.SPELT]),
        ("Ricardo", "Marisol", []),
    ],
)
def test_it_says_in_which_way_each_word_is_alike(sought, written, ways):
    assert how(sought, written) == ways


def test_no_word_is_used_twice():
    match = Comparison(Name("María María")).with_name(Name("María Cruz"))
    assert len(match.words) == 1
