"""The file of agencies' own sign-in: read when it is right, refused with a word when it is not."""

import pytest

from samaan.identityproviders import IdentityProvider, read

ONE = """
- organisation: iom
  name: IOM
  issuer: https://login.iom.example
  client_id: samaan
  client_secret: between-us
"""


@pytest.fixture
def file(tmp_path):
    def write(text: str, mode: int = 0o600) -> str:
        path = tmp_path / "providers.yaml"
        path.write_text(text)
        path.chmod(mode)
        return str(path)

    return write


def test_none():
    assert read("") == ()


def test_one(file):
    assert read(file(ONE)) == (IdentityProvider("iom", "IOM", "https://login.iom.example", "samaan", "between-us"),)


def test_what_counts_as_a_second_factor_is_said_there(file):
    (known,) = read(file(f"{ONE}  factor_amr: [otp, hwk]\n  factor_acr: [gold]\n"))
    assert known.asked_for_factor({"amr": ["pwd", "otp"]}) and known.asked_for_factor({"acr": "gold"})
    assert not known.asked_for_factor({"amr": ["mfa"], "acr": "silver"})
    assert not known.asked_for_factor({}) and not known.asked_for_factor({"amr": "pwd"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ONE.replace("https", "http"), "should begin with https://"),
        (ONE.replace("client_secret: between-us", ""), "“client_secret” is missing for iom"),
        (ONE + ONE, "the file names two"),
        (ONE + "  colour: red\n", "“colour” is not known here"),
        ("organisation: iom", "should hold a list"),
        ("- [", "is not YAML"),
    ],
)
def test_what_is_wrong_is_said(file, text, words):
    with pytest.raises(ValueError, match=words):
        read(file(text))


def test_a_file_others_can_read_is_refused(file):
    with pytest.raises(ValueError, match="chmod 600"):
        read(file(ONE, 0o644))
