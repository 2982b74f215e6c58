"""Everybody and everything the matrix names, one part after the other."""

from samaan.accounts.models import User
from tests.factories.accounts import make_organisation, make_user
from tests.matrix import (
    world,
    world_of_devices,
    world_of_files,
    world_of_forms,
    world_of_keeping,
    world_of_pack,
    world_of_staff,
    world_of_the_map,
)
from tests.matrix.reading import Matrix
from tests.matrix.world import World

# A later context appends its own: a function that makes its records and says `world.add(kind, state, …)`.
PARTS = (
    *world.PARTS,
    *world_of_forms.PARTS,
    *world_of_files.PARTS,
    *world_of_staff.PARTS,
    *world_of_keeping.PARTS,
    *world_of_pack.PARTS,
    *world_of_the_map.PARTS,
    *world_of_devices.PARTS,
)


def fill(matrix: Matrix) -> World:
    found = World()
    for name, actor in matrix.actors.items():
        if actor.role:
            found.people[name] = make_user(actor.role, make_organisation(actor.organisation), full_name=name)
    for part in PARTS:
        part(found)
    User.objects.filter(pk=found.person("left").pk).update(is_active=False)
    return found
