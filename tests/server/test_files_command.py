"""`samaan files verify`: every document against its hash."""

from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.cases import workflow
from samaan.vault import files
from tests.factories.cases import acting, make_case
from tests.support.running import samaan


def test_it_finds_what_is_missing_changed_or_exchanged(process_environment):
    case = make_case()
    with acting(case.case_manager):
        stored = [
            workflow.add_document(
                case, SimpleUploadedFile("a.txt", text), by=case.case_manager, kind="other", compartment="summary"
            ).file
            for text in (b"one", b"two", b"six", b"ten")
        ]
    whole = samaan("files", "verify", environment=process_environment)
    assert (whole.returncode, "All 4 documents are whole" in whole.stdout) == (0, True)
    paths = [files.path_of(one) for one in stored]
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-1] + b"?")
    paths[2].write_bytes(paths[3].read_bytes())
    found = samaan("files", "verify", environment=process_environment)
    assert found.returncode == 1
    assert f"{stored[0].pk}: it is missing" in found.stdout
    assert found.stdout.count("it was changed, or is another file") == 2
    assert "3 of 4 documents" in found.stderr
