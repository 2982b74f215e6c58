"""Whatever is merged and taken apart in whatever order, everybody sees whom an oracle says, and no more."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samaan.access import context, principals, records
from samaan.people.merging import CannotMerge, merge_persons, unmerge_persons
from samaan.people.models import Merge, Person
from samaan.people.workflow import add_person
from tests.factories.accounts import make_user
from tests.factories.cases import ReportStandIn

pytestmark = pytest.mark.django_db(transaction=True)
PERSONS, READERS = 4, 3
number = st.integers(0, PERSONS - 1)
reader = st.integers(0, READERS - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), number, number),
        st.tuples(st.just("unmerge"), number, number),
        st.tuples(st.just("open"), number, reader),
        st.tuples(st.just("close"), number, reader),
        st.tuples(st.just("keep out"), number, reader),
        st.tuples(st.just("name"), number, reader),
    ),
    max_size=10,
)


@dataclass
class Oracle:
    """Files, whom each was opened to, who is kept out of it, and whom it names; what names a person opens them."""

    opened: list[set[int]] = field(default_factory=list)
    kept_out: list[set[int]] = field(default_factory=list)
    # For each person the files that open them.
    files: list[set[int]] = field(default_factory=list)
    # Each merge: (gone, survivor, files that were opened by it).
    merges: list[tuple[int, int, set[int]]] = field(default_factory=list)

    def sees(self, reader: int, person: int) -> bool:
        files = self.files[person]
        return any(reader in self.opened[f] for f in files) and not any(reader in self.kept_out[f] for f in files)

    def can_merge(self, gone: int, survivor: int) -> bool:
        away = {merge[0] for merge in self.merges}
        return gone != survivor and not {gone, survivor} & away

    def merge(self, gone: int, survivor: int) -> None:
        new = self.files[gone] - self.files[survivor]
        self.files[survivor] |= new
        self.merges.append((gone, survivor, new))

    def last_into(self, survivor: int) -> tuple[int, int, set[int]] | None:
        if survivor in {merge[0] for merge in self.merges}:
            return None
        return next((merge for merge in reversed(self.merges) if merge[1] == survivor), None)

    def unmerge(self, merge: tuple[int, int, set[int]]) -> None:
        self.files[merge[1]] -= merge[2]
        self.merges.remove(merge)


class World:
    """The same on the real database."""

    def __init__(self) -> None:
        self.head = make_user("head_of_investigations", "iom")
        self.readers = [make_user("investigator") for _ in range(READERS)]
        self.oracle = Oracle()
        self.files: list[ReportStandIn] = []
        self.persons: list[Person] = []
        with self.acting(self.head):
            for place in range(PERSONS):
                self.begin_file(opened={place % READERS})
                person = add_person(
                    of=self.files[-1],
                    compartment="persons",
                    organisation=self.head.organisation,
                    given_names=f"N{place}",
                )
                self.persons.append(person)
                self.oracle.files.append({place})

    @staticmethod
    def acting(user):
        return context.acting(context.of_user(user))

    def begin_file(self, opened: set[int]) -> None:
        users = [self.head, *(self.readers[each] for each in opened)]
        grants = [
            records.grant_to(principals.user(user.pk), ["persons"], basis="team", purpose="test", by=self.head)
            for user in users
        ]
        organisation = self.head.organisation
        self.files.append(ReportStandIn(records.begin_record("report", owned_by=organisation, grants=grants)))
        self.oracle.opened.append(set(opened))
        self.oracle.kept_out.append(set())

    def take(self, what: str, one: int, other: int) -> None:
        with self.acting(self.head):
            getattr(self, what.replace(" ", "_"))(one, other)

    def merge(self, gone: int, survivor: int) -> None:
        allowed = self.oracle.can_merge(gone, survivor)
        try:
            merge_persons(self.persons[gone], into=self.persons[survivor], by=self.head, reason="r")
        except CannotMerge:
            assert not allowed
        else:
            assert allowed
            self.oracle.merge(gone, survivor)

    def unmerge(self, survivor: int, _other: int) -> None:
        known = self.oracle.last_into(survivor)
        merge = Merge.objects.filter(survivor=self.persons[survivor], undone_at=None).first()
        if known is None:
            if merge:
                with pytest.raises(CannotMerge):
                    unmerge_persons(merge, by=self.head, reason="r")
            return
        unmerge_persons(merge, by=self.head, reason="r")
        self.oracle.unmerge(known)

    def open(self, file: int, reader: int) -> None:
        if reader not in self.oracle.opened[file]:
            mine = principals.user(self.readers[reader].pk)
            records.open_to(self.files[file], mine, ["persons"], basis="team", purpose="test", by=self.head)
            self.oracle.opened[file].add(reader)

    def close(self, file: int, reader: int) -> None:
        records.close_to(self.files[file], principals.user(self.readers[reader].pk))
        self.oracle.opened[file].discard(reader)

    def keep_out(self, file: int, reader: int) -> None:
        if reader not in self.oracle.kept_out[file]:
            records.exclude(self.files[file], self.readers[reader], by=self.head)
            self.oracle.kept_out[file].add(reader)

    def name(self, person: int, reader: int) -> None:
        """A further file comes to name a person, and opens them to its reader."""
        self.begin_file(opened={reader})
        records.inherit(self.files[-1], "persons", self.persons[person])
        self.oracle.files[person].add(len(self.files) - 1)

    def seen(self, reader: int) -> set[int]:
        with self.acting(self.readers[reader]):
            ids = set(Person.objects.values_list("pk", flat=True))
        return {place for place, person in enumerate(self.persons) if person.pk in ids}

    def names(self) -> dict[int, str]:
        with self.acting(self.head):
            here = {person.pk: person for person in Person.objects.filter(merged_into=None)}
            return {p: here[person.pk].given_names for p, person in enumerate(self.persons) if person.pk in here}


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_everybody_sees_whom_the_oracle_says(steps):
    world = World()
    for what, one, other in steps:
        world.take(what, one, other)
        for each in range(READERS):
            assert world.seen(each) == {p for p in range(PERSONS) if world.oracle.sees(each, p)}, (what, one, other)
    while world.oracle.merges:
        gone, survivor, _files = world.oracle.merges[-1]
        world.take("unmerge", survivor, gone)
    assert world.names() == {place: f"N{place}" for place in range(PERSONS)}
