"""Holding, disposing in two persons, and answering who asks for their own data."""

from samaan.retention.workflow.disposing import approve_disposal, propose_disposal, refuse_disposal
from samaan.retention.workflow.holding import lift_hold, place_hold

__all__ = ["approve_disposal", "lift_hold", "place_hold", "propose_disposal", "refuse_disposal"]
