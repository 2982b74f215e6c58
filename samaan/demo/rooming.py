"""How much room the services of the demo have, and the places that referrals without an answer hold there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.directory.models import Capacity, HeldPlace, Service
from samaan.directory.workflow import NoPlace, hold_place
from samaan.referrals.models import WAITING, Referral
from samaan.server.connection import acting_as


def tell(pack: Path) -> None:
    """Once: whoever loads the demo again finds it as it was left."""
    written = pack / "demo" / "rooms.yaml"
    if not written.exists() or Capacity.objects.exists():
        return
    for row in yaml.safe_load(written.read_text())["rooms"]:
        make(row)
    with acting_as("job"), context.acting(context.of_job("demo")):
        hold_for_waiting()


def make(row: dict[str, Any]) -> None:
    service, today = Service.objects.get(code=row["service"]), timezone.localdate()
    sayer = User.objects.filter(
        organisation=service.organisation_id, role__permissions__contains=["referral.respond"]
    ).first()
    Capacity.objects.create(
        service=service,
        kind=row["kind"],
        contracted=row["contracted"],
        funder=row.get("funder", ""),
        free=row.get("free"),
        used=row.get("used", 0),
        starts_on=today - timedelta(days=row["began"]) if "began" in row else None,
        ends_on=today + timedelta(days=row["ends"]) if "ends" in row else None,
        as_of=timezone.now() - timedelta(hours=row.get("said", 3)),
        said_by=sayer,
    )


def hold_for_waiting() -> None:
    """Those sent lately to a house that counts its beds keep one."""
    until = timezone.now() + timedelta(hours=20)
    held = set(HeldPlace.objects.values_list("referral_id", flat=True))
    for referral in Referral.objects.filter(status__in=WAITING).exclude(pk__in=held).select_related("service"):
        try:
            hold_place(referral.service, referral=referral, until=until)
        except NoPlace:
            continue
