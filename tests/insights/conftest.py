import pytest


@pytest.fixture
def reports(job_role) -> list:
    """Reports that came in a month into the last half-year."""
    from tests.insights.making import file_reports  # this file is read before Django is set up

    return file_reports(job_role)
