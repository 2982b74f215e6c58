"""What is done with the referral map. It is proposed, approved and put to work as any change to the pack."""

from samaan.mechanism.workflow.changing import begin_map_change, put_route, remove_route

__all__ = ["begin_map_change", "put_route", "remove_route"]
