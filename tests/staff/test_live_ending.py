"""An open page of somebody who has left is told nothing more, and may not come back."""

import asyncio

import pytest

from samaan.staff import workflow
from tests.alerts.test_live_updates import Watching, cookie_of, run
from tests.factories.accounts import make_user
from tests.factories.staff import acting, administrator, organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_live_updates_end_at_once():
    anna, admin = make_user("case_manager", organisation("ctu")), administrator()
    cookie = cookie_of(anna)

    def end() -> None:
        with acting(admin):
            workflow.end_account(anna, by=admin, reason="left")

    async def scene():
        async with Watching(cookie) as watching:
            await asyncio.to_thread(end)
            closing = await watching.line.receive_output(5)
            assert (closing["body"], closing.get("more_body", False)) == (b"", False)
        again = Watching(cookie)
        async with again:
            assert again.status == 401

    run(scene)
