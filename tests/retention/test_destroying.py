"""What two persons agreed to destroy is gone from everywhere, and only that."""

import pytest

from samaan.cases.models import Case
from samaan.retention import destroying
from samaan.retention.models import Certificate, Figure, Proposal
from tests.factories.retention import approved, make_due_case, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    return make_due_case()


def test_the_case_is_gone_and_a_certificate_is_left(case, job_role):
    proposal = approved(case)
    with job_role():
        certificate = destroying.destroy(proposal.pk)
    with worker():
        assert not Case.objects.exists() and not Proposal.objects.exists()
        assert Certificate.objects.get() == certificate
        assert Figure.objects.count() == 1
