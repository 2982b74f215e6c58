"""A case somebody may take out, asked for and made as pages and worker do it."""

from types import SimpleNamespace

import pyrage
import pytest

WHY = "The court asked for the file on Monday."


@pytest.fixture
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def director(transactional_db):
    from tests.factories.accounts import make_user

    return make_user("director")


@pytest.fixture
def manager(director):
    from tests.factories.accounts import make_user

    return make_user("case_manager")


@pytest.fixture
def case(manager):
    from tests.factories.cases import make_case

    return make_case(case_manager=manager)


@pytest.fixture
def wanted(case, identity):
    """`wanted(cases=[…])`: what is asked for, complete unless told otherwise."""
    from samaan.exports.workflow.asking import Wanted

    def of(**more):
        given = {
            "kind": "case_file", "cases": [case.pk], "purpose": "court", "reason": WHY, "recipient": "The High Court",
            "envelope": "key", "public_key": str(identity.to_public()),
        }  # fmt: skip
        return Wanted(**given | more)

    return of


@pytest.fixture
def ask(wanted, manager):
    from samaan.exports import workflow
    from tests.factories.cases import acting

    def of(by=None, **more):
        by = by or manager
        with acting(by):
            return workflow.ask(wanted(**more), by=by)

    return of


@pytest.fixture
def make(job_role):
    from samaan.exports import jobs

    def of(export):
        with job_role():
            jobs.make_export(str(export.pk))

    return of


@pytest.fixture
def fetch(manager):
    from samaan.exports import workflow
    from samaan.exports.models import Export
    from tests.factories.cases import acting

    def of(export, by=None) -> SimpleNamespace:
        by = by or manager
        with acting(by):
            name, content = workflow.fetch(Export.objects.get(pk=export.pk), by=by)
        return SimpleNamespace(name=name, content=content)

    return of


@pytest.fixture
def many(manager):
    """`many(26)`: so many further cases of the same case manager."""
    from tests.factories.accounts import make_user
    from tests.factories.cases import make_case

    def of(number: int) -> list:
        investigator = make_user("investigator")
        return [make_case(investigator=investigator, case_manager=manager).pk for _number in range(number)]

    return of
