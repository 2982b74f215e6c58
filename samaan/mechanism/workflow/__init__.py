"""What is done with the referral map. It is proposed, approved and put to work as any change to the pack."""

from samaan.mechanism.workflow.changing import begin_map_change, put_route, remove_route
from samaan.mechanism.workflow.printing import ask_for_booklet, languages, make_booklet

__all__ = ["ask_for_booklet", "begin_map_change", "languages", "make_booklet", "put_route", "remove_route"]
