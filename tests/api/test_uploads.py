"""A program sends a file in pieces and names it in an act."""

import pytest

from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db
CONTENT = b"Dijo que el barco salio de noche. " * 50


def piece(program: Program, number: str, offset: int, content: bytes):
    return program.client.patch(
        f"/api/v1/uploads/{number}",
        data=content,
        content_type="application/offset+octet-stream",
        headers=program.headers | {"Upload-Offset": str(offset)},
    )


def test_a_file_in_pieces_becomes_a_document():
    case = make_case()
    program = Program(case.case_manager)
    begun = program.post("/uploads", {"name": "relato.txt", "size": len(CONTENT)}, expect=201)
    assert begun["piece_most"] == 1024**2
    assert piece(program, begun["id"], 0, CONTENT[:100]).status_code == 204
    wrong = piece(program, begun["id"], 0, CONTENT)
    assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, "100")
    assert program.get(f"/uploads/{begun['id']}")["offset"] == 100
    asked = {"kind": "letter", "compartment": "summary", "upload": begun["id"], "evidence": "true"}
    program.upload(f"/cases/{case.pk}/documents", asked, expect=422)
    assert piece(program, begun["id"], 100, CONTENT[100:]).status_code == 204
    document = program.upload(f"/cases/{case.pk}/documents", asked)
    assert (document["name"], document["state"], document["size"]) == ("relato.txt", "kept", len(CONTENT))
    assert program.get("/uploads") == []


def test_anothers_upload_is_not_there():
    begun = Program(make_user("case_manager")).post("/uploads", {"name": "a", "size": 5}, expect=201)
    stranger = Program(make_user("director"))
    stranger.get(f"/uploads/{begun['id']}", expect=404)
    assert piece(stranger, begun["id"], 0, b"x").status_code == 404
