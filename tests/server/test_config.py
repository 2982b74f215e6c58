"""Settings from the environment: read once, refused by name, documented in one table."""

from pathlib import Path

import pytest

from samaan import config
from samaan.config import VARIABLES, BadConfiguration
from tests.support.running import ROOT, clean_environment, samaan

WRONG: dict[str, list[str]] = {
    "SAMAAN_MASTER_KEY_FROM": ["", "memory"],
    "SAMAAN_PASSPHRASE_FD": ["-1", "three"],
    "SAMAAN_UNLOCKED": ["fd/3"],
    "SAMAAN_BACKUP_HOURS": ["", "-1", "soon"],
    "SAMAAN_DATABASE_URL": ["mysql://host/samaan", "postgresql://host", "postgresql://host:port/samaan", "host",
                            "postgresql://host/samaan?sslmode=require", "postgresql://host/one/two"],
    "SAMAAN_DATABASE_ROLE": ["superuser", ""],
    "SAMAAN_DEMO": ["yes", "2"],
    "SAMAAN_DEBUG": ["true"],
    "SAMAAN_PUBLIC_DIRECTORY": ["yes", "public"],
    "SAMAAN_DATA_DIR": ["", str(ROOT / "README.md")],
    "SAMAAN_HOSTS": ["", " , ", "https://samaan.example.org", "samaan.example.org:8000", "two names"],
    "SAMAAN_BASE_URL": [
        "samaan.example.org", "ftp://samaan.example.org", "", "https://samaan.example.org/samaan", "http://host:0",
        "http://me:secret@host", "http://[1:2",
    ],
    "SAMAAN_PACK": ["zz", "", "/nowhere/zz", str(ROOT / "packs")],
    "SAMAAN_MAIL_URL": [
        "mail.example.org", "smtp://", "smtp://host:99999", "file://folder", "file:///", "smtp://host?tls=no",
        "smtp://host/path",
    ],
    "SAMAAN_MAIL_FROM": ["notanaddress", "", "Samaan <samaan>", "a@example.org\nBcc: b@example.org"],
    "SAMAAN_BOUNCE_ADDRESS": ["notanaddress", "Samaan <bounces@example.org>"],
    "SAMAAN_TRUSTED_PROXIES": ["bla bla", "*", "proxy.example.org", "10.0.0.1/8", "127.0.0.1 10.0.0.1"],
    "SAMAAN_WEB_THREADS": ["0", "65", "many", "-1", "٣"],
    "SAMAAN_WITNESS_FILE": [str(ROOT)],
    "SAMAAN_WITNESS_MAIL": ["judge", "judge@example.org clerk@example.org"],
    "SAMAAN_WITNESS_MAIL_HOURS": ["0", "169", "daily", ""],
    "SAMAAN_FILES": [
        "/srv/files", "s3://host", "s3:///bucket", "s3://key@host/bucket", "s3://host/bucket?tls=yes",
        "s3://host/bucket?acl=public",
    ],
    "SAMAAN_FILE_SIZES": ["", "50", "picture=50", "picture=0,document=1,sound=1,video=1", "picture=1,document=1,x=1"],
    "SAMAAN_UPLOADS_MB": ["0", "much", ""],
    "SAMAAN_CLAMD": ["localhost", "unix:", "unix:run/clamd", "tcp://", "tcp://host:99999", "http://host:3310"],
    "SAMAAN_IDENTITY_PROVIDERS": ["/nowhere/providers.yaml", str(ROOT), str(ROOT / "README.md")],
    "SAMAAN_LOG_LEVEL": ["LOUD", ""],
}  # fmt: skip
RIGHT = {
    "SAMAAN_HOSTS": ["samaan.example.org", ".example.org", "*", "[::1], 10.0.0.5", "web_1"],
    "SAMAAN_BASE_URL": ["https://samaan.example.org", "http://[::1]:8000", "https://samaan.example.org/"],
    "SAMAAN_PACK": ["tt", str(ROOT / "packs" / "tt")],
    "SAMAAN_MAIL_URL": ["", "file:///var/mail", "smtp://host?tls=1"],
    "SAMAAN_MAIL_FROM": ["a@example.org", "Samaan <samaan@localhost>", '"Unit, Counter-Trafficking" <a@example.org>'],
    "SAMAAN_WITNESS_FILE": ["", "/mnt/elsewhere/checkpoints.jsonl"],
    "SAMAAN_WITNESS_MAIL": ["", "judge@example.org, clerk@example.org"],
    "SAMAAN_FILES": ["", "s3://host/bucket", "s3://key:se%2Fcret@host:9000/bucket/folder?tls=0&region=us-east-1"],
    "SAMAAN_FILE_SIZES": ["picture=1,document=2,sound=3,video=10240"],
    "SAMAAN_CLAMD": ["", "unix:/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://scanner"],
    "SAMAAN_TRUSTED_PROXIES": ["", "127.0.0.1", "10.0.0.0/8, ::1"],
}


def test_every_variable_is_tried_here():
    assert {variable.name for variable in VARIABLES} == set(WRONG)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_a_right_value_is_taken(name: str, value: str):
    config.read({name: value})


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(name: str, value: str):
    with pytest.raises(BadConfiguration, match=f"^{name}:"):
        config.read({name: value})


def test_a_password_in_a_wrong_address_is_not_repeated():
    with pytest.raises(BadConfiguration) as refused:
        config.read({"SAMAAN_DATABASE_URL": "postgresql://me:hunter2@host"})
    assert "hunter2" not in str(refused.value)


def test_the_doctor_tells_all_of_them_and_names_nobody_reads():
    environment = clean_environment(SAMAAN_PACK="zz", SAMAAN_HOSTS="", SAMAAN_HOST="samaan.example.org")
    result = samaan("doctor", environment=environment)
    assert result.returncode == 1
    for words in ("SAMAAN_PACK: “zz”: there is no such country pack; use one of demoland, tt", "SAMAAN_HOSTS:"):
        assert words in result.stdout
    assert "Environment variable SAMAAN_HOST\n" in result.stdout


@pytest.mark.parametrize("command", [["serve"], ["work"], ["migrate"], ["demo"], ["status"]])
def test_nothing_starts_with_a_wrong_value(command, tmp_path: Path):
    environment = clean_environment(SAMAAN_DATA_DIR=str(tmp_path / "data"), SAMAAN_MAIL_FROM="notanaddress")
    result = samaan(*command, environment=environment)
    assert (result.returncode, result.stderr.split(":")[:2]) == (2, ["Error", " SAMAAN_MAIL_FROM"])
    assert not (tmp_path / "data").exists()


def test_the_program_ends_with_one_line_that_names_the_variable():
    result = samaan("status", environment=clean_environment(SAMAAN_WEB_THREADS="lots"))
    assert result.returncode == 2
    assert result.stderr == "Error: SAMAAN_WEB_THREADS: “lots”: use a whole number from 1 to 64.\n"


def test_without_any_variable_everything_has_a_value(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read = config.read({})
    assert (read.data_dir, read.embedded, read.demo, read.database_role) == (tmp_path / "var", True, False, "app")


def test_every_variable_is_a_field_and_every_field_a_variable():
    assert [variable.field for variable in VARIABLES] == list(config.Config.__dataclass_fields__)


def test_the_page_about_configuration_holds_the_table():
    assert config.table() in (ROOT / "docs" / "configuration.md").read_text()


def test_no_variable_is_read_elsewhere():
    known = {variable.name for variable in VARIABLES}
    files = [path for path in (ROOT / "samaan").rglob("*.py") if "/tests/" not in str(path)]
    import re

    used = {name for path in files for name in re.findall(r"\bSAMAAN_[A-Z_]+\b", path.read_text())}
    assert used <= known


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "", False, True)),
        ("smtp://localhost:2525?tls=0", ("localhost", 2525, "", False, False)),
        ("smtps://a%40b:p%2Fw@mail.example.org", ("mail.example.org", 465, "a@b", True, False)),
    ],
)
def test_the_mail_server_is_one_address(url, expected):
    mail = config.read({"SAMAAN_MAIL_URL": url}).email()
    keys = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    assert tuple(mail[key] for key in keys) == expected


def test_without_a_mail_server_letters_are_files(tmp_path: Path):
    mail = config.read({"SAMAAN_DATA_DIR": str(tmp_path)}).email()
    assert mail["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_the_database_address_may_hold_signs(tmp_path: Path):
    read = config.read({"SAMAAN_DATABASE_URL": "postgresql://ad%40min:p%3Aw@[::1]:5433/sa%20maan"})
    assert read.database_address() == ("::1", 5433, "sa maan")
