"""The command `samaan`: what each command says and does."""

import re

import pytest

from samaan.cli import samaan as command
from tests.support.running import ROOT, clean_environment, samaan

WORDS = [
    "demo", "serve", "work", "seal", "migrate", "roles create", "pack check", "pack load",
    "pack export", "pack new", "pack versions", "pack rollback", "user add", "user list",
    "user reset", "user end", "user unlock", "token create", "events verify", "events proof", "events growth",
    "events check-proof",
    "events new-key", "files verify", "people retoken", "backup check", "backup key", "restore", "keys status",
    "keys rotate", "keys split", "keys recover", "keys export", "keys import", "keys lock", "keys unlock", "status",
    "doctor", "mail bounced",
]  # fmt: skip
PERSON = ["--email", "ana@example.org", "--name", "Ana Baptiste", "--role", "intake_officer", "--organisation", "ctu"]


@pytest.mark.parametrize("words", WORDS)
def test_every_command_explains_itself(words):
    result = samaan(*words.split(), "--help", environment=clean_environment())
    assert result.returncode == 0
    explained = re.search(r"\n\n  (\S.{10,})", result.stdout)
    assert explained and "--data-dir" in result.stdout


def test_no_command_is_forgotten_here():
    found = set()
    for name, one in command.commands.items():
        found |= {f"{name} {inner}" for inner in one.commands} if hasattr(one, "commands") else {name}
    assert found - {"prepare-demo"} == set(WORDS)


def test_a_person_is_added_listed_and_reset(process_environment):
    added = samaan("user", "add", *PERSON, environment=process_environment)
    assert added.returncode == 0, added.stderr
    first = re.search(r"password  (\S+)", added.stdout)[1]
    listed = samaan("user", "list", environment=process_environment)
    assert re.search(r"ana@example\.org +Ana Baptiste +intake_officer +ctu +active", listed.stdout)
    reset = samaan("user", "reset", "ana@example.org", environment=process_environment)
    assert re.search(r"password  (\S+)", reset.stdout)[1] != first


def test_the_passwords_are_the_ones_that_work(process_environment):
    from samaan.accounts.models import User

    printed = re.search(r"password  (\S+)", samaan("user", "add", *PERSON, environment=process_environment).stdout)[1]
    assert User.objects.get(email="ana@example.org").check_password(printed)


def test_a_token_is_for_its_person_and_ends(process_environment):
    from django.utils import timezone

    from samaan.accounts.models import ApiToken

    samaan("user", "add", *PERSON, environment=process_environment)
    made = samaan("token", "create", "--user", "ana@example.org", "--days", "2", environment=process_environment)
    token = ApiToken.objects.get(digest=ApiToken.digest_of(made.stdout.strip()))
    assert token.user.email == "ana@example.org"
    assert 1 <= (token.expires_at - timezone.now()).total_seconds() / 86400 <= 2


def test_each_act_leaves_its_event(process_environment, admin_connection):
    samaan("user", "add", *PERSON, environment=process_environment)
    samaan("token", "create", "--user", "ana@example.org", environment=process_environment)
    samaan("user", "reset", "ana@example.org", environment=process_environment)
    kinds = [row[0] for row in admin_connection.execute("SELECT kind FROM audit_event ORDER BY id")]
    assert kinds[-3:] == ["user.added", "token.issued", "user.reset"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--role", "king"], "There is no role “king”. There are: auditor"),
        (["--organisation", "nowhere"], "There is no organisation “nowhere”. There are:"),
    ],
)
def test_a_wrong_code_is_answered_with_the_right_ones(process_environment, wrong, said):
    result = samaan("user", "add", *PERSON, *wrong, environment=process_environment)
    assert result.returncode == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--email", "bad"], "“bad” is no e-mail address. Write it as name@example.org."),
        (["--name", "  "], "Give the full name, at most 120 characters."),
        (["--language", "fr"], "There are no pages in the language “fr”. Choose one of en, es."),
        (["--unit", "ttps_gbvu"], "The unit “ttps_gbvu” belongs to another organisation. Units of Counter"),
        (
            ["--role", "investigator", "--organisation", "saman_house"],
            "The role “investigator” has no seat in Samán House (demo shelter for women)."
            " Roles there: organisation_administrator, partner_reporter, service_provider.",
        ),
    ],
)
def test_an_account_that_does_not_fit_is_refused_in_one_sentence(process_environment, wrong, said):
    from samaan.accounts.models import User

    result = samaan("user", "add", *PERSON, *wrong, environment=process_environment)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Error: {said}") and result.stderr.count("\n") == 1
    assert not User.objects.exists()


def test_the_same_address_twice_is_refused(process_environment):
    samaan("user", "add", *PERSON, environment=process_environment)
    again = samaan("user", "add", *PERSON, environment=process_environment)
    assert (again.returncode, again.stderr) == (1, "Error: There is an account ana@example.org already.\n")


def test_the_pack_has_no_faults():
    result = samaan("pack", "check", environment=clean_environment())
    assert result.returncode == 0, result.stdout
    assert result.stdout == f"{ROOT / 'packs' / 'tt'}: no faults.\n"


def test_a_folder_that_is_no_pack_says_so(tmp_path):
    result = samaan("pack", "check", str(tmp_path), environment=clean_environment())
    assert result.returncode == 1
    assert "country.yaml" in result.stdout


def test_loading_the_pack_again_changes_nothing(process_environment):
    result = samaan("pack", "load", environment=process_environment)
    assert (result.returncode, result.stdout) == (0, f"{ROOT / 'packs' / 'tt'}: nothing changed.\n")


def test_a_pack_is_carried_as_one_file_and_an_earlier_version_put_back(process_environment, tmp_path):
    def pack(*words: str) -> str:
        done = samaan("pack", *words, environment=process_environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    (first,) = re.findall(r"^(\d+)  2026\.1  .*, by the command line, at work$", pack("versions"), re.MULTILINE)
    exported = pack("export", str(tmp_path / "tt.zip"))
    assert exported == f"{tmp_path / 'tt.zip'}: version 2026.1 of “tt”, number {first}, is written.\n"
    assert pack("load", str(tmp_path / "tt.zip")) == f"{tmp_path / 'tt.zip'}: nothing changed.\n"

    pack("export", str(tmp_path / "next"))
    country = tmp_path / "next" / "country.yaml"
    country.write_text(country.read_text().replace("version: '2026.1'", "version: '2026.2'"))
    said = pack("load", str(tmp_path / "next"))
    assert "  For the whole country: version: 2026.1 → 2026.2.\n" in said

    older = samaan("pack", "load", str(tmp_path / "tt.zip"), environment=process_environment)
    assert (older.returncode, "Version 2026.1 is older than 2026.2" in older.stdout) == (1, True)
    assert pack("rollback", first, "--dry-run").endswith("nothing was changed (dry run).\n")
    assert pack("rollback", first) == (
        f"  For the whole country: version: 2026.2 → 2026.1.\nNumber {first}: at work again.\n"
    )
    again = samaan("pack", "rollback", first, environment=process_environment)
    assert (again.returncode, again.stderr) == (1, "Error: This version is at work.\n")
    there = samaan("pack", "export", str(tmp_path / "next"), environment=process_environment)
    assert there.stderr.endswith("is there already. Name a new folder or file.\n")


@pytest.mark.parametrize("words", ["user list", "token create --user a@b.example", "migrate", "serve", "events verify"])
def test_a_folder_without_an_installation_is_left_alone(words, tmp_path):
    folder = tmp_path / "wrong"
    result = samaan(*words.split(), "--data-dir", str(folder), environment=clean_environment())
    # Verifying ends with 3 when it could not look, so that nobody takes it for a changed log.
    assert (result.returncode, result.stdout) == (3 if words == "events verify" else 1, "")
    assert result.stderr.startswith(f"Error: There is no Samaan in {folder}. Name its data folder")
    assert not folder.exists()


def test_without_a_database_a_command_says_so(tmp_path):
    environment = clean_environment(
        SAMAAN_DATA_DIR=str(tmp_path), SAMAAN_DATABASE_URL="postgresql://127.0.0.1:1/samaan"
    )
    (tmp_path / "database-roles.json").write_text("{}")
    result = samaan("user", "list", environment=environment)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: The database does not answer:")
    assert "Traceback" not in result.stderr
