"""Which writings of a name share a token, and which do not."""

import pytest

from samaan.people import tokens
from samaan.people.identifiers import normal_document, normal_phone
from samaan.people.names import parts_of, plain_parts
from samaan.people.sounds import sounds_of


def find_each_other(one: str, other: str) -> bool:
    """Whether every part of either name has a token of the other."""
    names = set(tokens.name_tokens(one)), set(tokens.name_tokens(other))
    return all(
        tokens.part_tokens(part) & tokens_there
        for name, tokens_there in ((one, names[1]), (other, names[0]))
        for part in parts_of(name)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marisol Villasmil", "Mariso Vilasmil"),
        ("Yusmelia", "Yusmleia"),
        ("Yusmelia", "Yuzmelia"),
        ("Ana", "Anna"),
        ("Pérez", "Prez"),
        ("Quintanilla", "Quintamilla"),
    ],
)
def test_one_slip_in_a_word(one, other):
    assert find_each_other(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vásquez", "Basques"), ("Hernández", "Ernandes"), ("Quevedo", "Kebedo"), ("Philip", "Filip"),
        ("Jiménez", "Himenes"), ("Giménez", "Jimenez"), ("Jessica", "Yesica"), ("José", "Hosay"),
        ("Guillermo", "Giyermo"), ("Castillo", "Castiyo"), ("César", "Sesar"), ("Xiomara", "Siomara"),
        ("Ximena", "Jimena"), ("Guadalupe", "Wadalupe"), ("Persad", "Persaud"), ("Budhram", "Boodram"),
        ("Muñoz", "Munyoz"), ("Cristina", "Christeena"), ("Cecilia", "Sesilya"), ("Rodríguez", "Rodriges"),
    ],
)  # fmt: skip
def test_written_as_it_sounds(one, other):
    assert sounds_of(plain_parts(one)[0]) & sounds_of(plain_parts(other)[0])
    assert find_each_other(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("María de la Cruz", "Maria Cruz"),
        ("María de la Cruz", "Maria Delacruz"),
        ("Anne-Marie", "Annemarie"),
        ("Ali-Mohammed", "Mohammed Ali"),
        ("Ian Mc Donald", "Ian MacDonald"),
        ("O'Neil", "Oneil"),
        ("Dos Santos", "Santos"),
        ("Peña Núñez", "NUNEZ PENA"),
        ("St. Clair", "Saint Clair"),
    ],
)
def test_the_same_name_in_another_writing(one, other):
    assert find_each_other(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Francisco", "Paco"), ("José", "Cheo"), ("Jesús", "Chucho"), ("William", "Bill")]
)
def test_a_short_form(one, other):
    assert find_each_other(one, other)


@pytest.mark.parametrize(("one", "other"), [("Marisol", "Ricardo"), ("Ramdeen", "Baptiste"), ("Ana", "Luz")])
def test_another_name_shares_nothing(one, other):
    assert not set(tokens.name_tokens(one)) & set(tokens.name_tokens(other))


def test_a_name_of_particles_alone_is_still_found():
    assert find_each_other("La", "la")


def test_initials_and_signs_are_no_words():
    assert plain_parts("M. R. – 3") == []
    assert tokens.name_tokens("", "M.") == []


def test_another_script_is_found_as_it_is_written():
    assert find_each_other("陈 美丽", "陈 美丽")
    assert not set(tokens.name_tokens("陈")) & set(tokens.name_tokens("王"))


def test_tokens_of_names_are_cut_short():
    assert all(0 <= token < 2**32 for token in tokens.name_tokens("Dayanara Villasmil Prieto"))


def test_documents_and_telephones_in_any_writing():
    assert normal_document("V-12.345.678") == normal_document("v 12345678")
    assert normal_phone("868 555 0123") == normal_phone("+1 (868) 555-0123")
    assert tokens.document_tokens(["V-12.345.678", ""]) == tokens.document_tokens(["v12345678"])
    assert tokens.document_tokens(["12345678"]) != tokens.phone_tokens(["12345678"])
