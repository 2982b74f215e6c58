"""Other persons in a free text, however they are written; and what must not be taken for one."""

import pytest

from samaan.people import tokens
from samaan.people.identifiers import normal_phone
from samaan.people.names import plain_parts
from samaan.retention import removing
from samaan.retention.removing import Known


def known(*others: str, phones: tuple[str, ...] = (), documents: tuple[str, ...] = (), own: str = "Dayanara Villasmil"):
    return Known(
        frozenset(tokens.name_tokens(*others)),
        frozenset(tokens.phone_tokens(phones)),
        frozenset(tokens.document_tokens(documents)),
        frozenset(plain_parts(own)),
        frozenset({normal_phone("+18687654321")}),
    )


def taken(text: str, about: Known) -> list[str]:
    return [text[start:end] for start, end in removing.spans_of(text, about)]


@pytest.mark.parametrize(
    ("name", "text", "gone"),
    [
        ("Ramón Peña", "Then Ramon Pena hit her.", ["Ramon Pena"]),
        ("Ramón Peña", "Then PEÑA, RAMÓN came.", ["PEÑA, RAMÓN"]),
        ("Ramón Peña", "Only Ramón knew.", ["Ramón"]),
        ("Ramón Peña", "Ramóns room", ["Ramóns"]),
        ("María de la Cruz", "It was María de la Cruz again", ["María de la Cruz"]),
        ("Desmond McDonald", "Mc Donald’s car; MacDonald drove", ["MacDonald"]),
        ("Yulieska", "They called her Yulieksa or Yulieska", ["Yulieska"]),
        ("Yulieska", "yulieska's brother", ["yulieska's"]),
        ("Rajkumar Ramdeen", "Ramden paid", ["Ramden"]),
        ("Jean-Baptiste Toussaint", "Toussaint and Jean Baptiste", ["Toussaint", "Jean Baptiste"]),
    ],
)
def test_a_name_goes_however_it_is_written(name, text, gone):
    found = taken(text, known(name))
    assert set(gone) <= set(found), found


def test_the_survivors_own_name_stays_and_a_brothers_goes_whole():
    about = known("Carlos Villasmil")
    assert taken("Dayanara Villasmil ran; Carlos Villasmil followed.", about) == ["Carlos Villasmil"]


def test_two_people_one_after_the_other_are_two_pieces():
    assert taken("Ramón Peña. Then Rosita", known("Ramón Peña", "Rosita")) == ["Ramón Peña", "Rosita"]


def test_numbers_that_are_not_her_own_go():
    about = known("Ramón", phones=("+18681112233",), documents=("V-12.345.678",))
    text = "Call 868 765 4321, not 111-2233 nor +58 414 5551234; his card is V12345678; on 2026-11-20 at 10.30"
    found = taken(text, about)
    assert "V12345678" in found and "+58 414 5551234" in found and "111-2233" in found
    assert not any("765 4321" in piece or "2026" in piece for piece in found)


def test_addresses_for_mail_go():
    assert taken("write to ramon.p@example.org", known("Xiomara")) == ["ramon.p@example.org"]


@pytest.mark.parametrize("text", ["She wants to go home and rest.", "Ella quiere descansar en su casa.", ""])
def test_plain_words_stay(text):
    assert taken(text, known("Ramón Peña", "María de la Cruz")) == []


def test_what_is_taken_out_is_said_in_the_readers_language():
    from django.utils.translation import override

    text, about = "Ramón Peña hit her", known("Ramón Peña")
    assert removing.without(text, removing.spans_of(text, about)) == "[another person] hit her"
    with override("es"):
        assert removing.without(text, removing.spans_of(text, about)) == "[otra persona] hit her"


def test_by_hand_wherever_the_words_stand():
    text = "La tía vive en Cedros. LA TIA sabe."
    found = [text[start:end] for start, end in removing.spans_of_words(text, "la tía")]
    assert found == ["La tía", "LA TIA"]
    assert removing.spans_of_words(text, "el tío") == []


def test_the_pieces_make_the_whole_text():
    text = "A Ramón B"
    pieces = removing.pieces(text, removing.spans_of(text, known("Ramón")))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_removed] == ["Ramón"]
