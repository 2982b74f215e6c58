"""The diagrams in docs/flows show what the code does."""

from pathlib import Path

import pytest

from samaan.web.flows import FLOWS, page

FOLDER = Path(__file__).parents[2] / "docs" / "flows"


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_the_page_is_as_the_code(flow):
    assert (FOLDER / f"{flow.name}.md").read_text() == page(flow), "run: make flows"


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_step_says_in_prose_who_may_take_it(flow):
    assert [step.kind for step in flow.transitions() if not step.may.__doc__] == []
