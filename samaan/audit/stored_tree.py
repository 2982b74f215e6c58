"""The tree as it is stored: leaves in events' order, and tiles in place of 256 of them."""

from samaan.audit.models import Tile
from samaan.audit.sealing import TILE, stored_leaves
from samaan.audit.tree import Hash, root_of


def subtree(first: int, end: int) -> Hash:
    """The root of the leaves from one place up to another; `first` lies where a subtree of this size begins."""
    if end - first <= TILE:
        return root_of(stored_leaves(first, end))
    full = Tile.objects.filter(number__gte=first // TILE, number__lt=end // TILE).order_by("number")
    nodes = [bytes(root) for root in full.values_list("root", flat=True)]
    rest = stored_leaves(end - end % TILE, end)
    return root_of([*nodes, root_of(rest)] if rest else nodes)
