"""A network of culture groups: linked, counted once per person, bounds kept as bounds."""

from datetime import date
from pathlib import Path

from hypothesis import given

from lnunion_rules import testing
from lnunion_rules.bounds import UNKNOWN, Bounds
from lnunion_rules.culture import map_network
from lnunion_rules.culture_findings import CultureNetwork, Reached
from lnunion_rules.culture_report import NetworkFiles, activities_from, groups_from, map_files
from lnunion_rules.groups import Activity, CultureGroup, GroupMember
from lnunion_rules.testing import CultureCase

EXAMPLES = Path(__file__).parents[2] / "examples"
ON = date(2019, 6, 30)


def group(group_id: str = "g1", members: str | int = 0, **facts: object) -> CultureGroup:
    known = {"kind": "reading", "level": "province", **facts}
    if members != 0:
        known["members"] = members
    return CultureGroup.model_validate({"group_id": group_id, **known})


def people(group_id: str, *names: str) -> list[GroupMember]:
    return [GroupMember(group_id=group_id, member_id=name) for name in names]


def whole(network: CultureNetwork) -> Reached:
    return network.reached[-1]


def test_the_articles_thirty_groups_and_fuxins_three_levels_are_kept_as_bounds() -> None:
    files = NetworkFiles(
        groups_from((EXAMPLES / "culture_groups.csv").read_bytes(), "csv"),
        None,
        activities_from((EXAMPLES / "culture_activities.csv").read_bytes(), "csv"),
    )
    network = map_files(files, on=ON)
    assert network.breaches == ()
    found = {(row.kind, row.level): row for row in network.reached}
    assert found[None, "province"].groups == Bounds.exactly(30)
    reading = [found["reading", level] for level in ("province", "city", "county")]
    assert [row.memberships for row in reading] == [Bounds(0, 100), Bounds(300), Bounds(2000)]
    together = found["reading", None]
    assert (together.memberships, together.persons) == (Bounds(2300), Bounds(2000))
    assert together.reach == Bounds(10_000)
    basketball = found["basketball", "city"]
    assert (basketball.teams, basketball.memberships) == (Bounds(40), Bounds(500))
    assert [chain.kind for chain in network.chains if chain.three_levels] == ["reading"]
    assert [(held.kind, held.form, held.activities) for held in network.activities] == [
        ("photography", "offline", 1),
        ("photography", "online", 1),
    ]


def test_a_person_in_two_groups_counts_once_and_the_overlap_is_exact() -> None:
    network = map_network(
        [group("g1"), group("g2", kind="stamps")],
        members=[*people("g1", "a", "b", "c"), *people("g2", "b", "c", "d")],
        on=ON,
    )
    found = whole(network)
    assert (found.memberships, found.persons, found.overlap) == (
        Bounds.exactly(6),
        Bounds.exactly(4),
        Bounds.exactly(2),
    )
    assert found.reach == Bounds(4)


def test_where_only_numbers_are_known_the_overlap_lies_within_bounds() -> None:
    found = whole(map_network([group("g1", 100), group("g2", 30)], on=ON))
    assert (found.memberships, found.persons) == (Bounds.exactly(130), Bounds(100, 130))
    assert found.overlap == Bounds(0, 30)


def test_a_list_that_is_not_as_long_as_the_number_stated_is_a_breach() -> None:
    members = people("g1", "a", "b")
    for stated, codes in ((2, []), (3, ["members-differ"]), ("100余", ["members-differ"])):
        network = map_network([group("g1", stated)], members=members, on=ON)
        assert [row.code for row in network.breaches] == codes
        assert whole(network).persons == Bounds.exactly(2)


def test_a_break_high_up_leaves_everything_below_it_out_of_the_chain() -> None:
    groups = [
        group("p"),
        group("c1", level="city", parent="p"),
        group("c2", level="city", parent="gone"),
        group("k1", level="county", parent="c1"),
        group("k2", level="county", parent="c2"),
        group("k3", level="county"),
        group("k4", level="county", parent="s"),
        group("s", kind="stamps", level="city"),
    ]
    network = map_network(groups, on=ON)
    assert [(row.row, row.group_id, row.code) for row in network.breaches] == [
        (3, "c2", "parent-unknown"),
        (6, "k3", "parent-not-stated"),
        (7, "k4", "parent-of-another-kind"),
        (8, "s", "parent-not-stated"),
    ]
    reading, stamps = network.chains
    assert (reading.three_levels, reading.in_chain, reading.out_of_chain) == (True, 3, 4)
    assert (stamps.levels, stamps.out_of_chain) == ((), 1)


def test_rows_that_stand_twice_or_are_about_no_group_are_rejected() -> None:
    network = map_network(
        [group("g1"), group("g1", kind="stamps")],
        members=[*people("g1", "a", "a"), *people("gone", "a")],
        activities=[
            Activity(activity_id="a1", group_id="g1", form="online", participants=5),
            Activity(activity_id="a1", group_id="g1", form="online"),
            Activity(activity_id="a2", group_id="gone", form="offline"),
        ],
        on=ON,
    )
    told = [[(bad.row, bad.column, bad.code) for bad in read.rejects] for read in network.tables]
    assert told == [
        [(2, "group_id", "row-twice")],
        [(2, "group_id", "row-twice"), (3, "group_id", "group-unknown")],
        [(2, "activity_id", "row-twice"), (3, "group_id", "group-unknown")],
    ]
    assert [(held.activities, held.participants) for held in network.activities] == [
        (1, Bounds.exactly(5))
    ]


def test_no_groups_are_an_empty_network() -> None:
    network = map_network([], on=ON)
    assert (whole(network).groups, network.chains) == (Bounds.exactly(0), ())


@given(testing.culture_cases())
def test_persons_and_overlap_are_the_memberships_and_rows_are_never_lost(case: CultureCase) -> None:
    network = map_network(case.groups, members=case.members, on=ON)
    for row in network.reached:
        assert row.persons.least <= row.reach.least
        assert row.memberships.least >= row.overlap.least
        if row.persons.is_exact and row.memberships.is_exact:
            assert row.overlap.holds(row.memberships.least - row.persons.least)
        if row.memberships.most is not None:
            assert row.persons.most == row.memberships.most - row.overlap.least
    for read, rows in zip(network.tables, (case.groups, case.members), strict=False):
        assert read.rows_in == len(rows) == read.rows_accepted + read.rows_rejected
    assert sum(chain.in_chain + chain.out_of_chain for chain in network.chains) == (
        network.tables[0].rows_accepted
    )
    assert CultureNetwork.model_validate_json(network.model_dump_json()) == network


@given(testing.culture_cases())
def test_counts_by_level_sum_to_the_whole(case: CultureCase) -> None:
    network = map_network(case.groups, members=case.members, on=ON)
    levels = [row for row in network.reached if row.kind is None and row.level is not None]
    groups = sum((row.groups for row in levels), Bounds.exactly(0))
    memberships = sum((row.memberships for row in levels), Bounds.exactly(0))
    assert (groups, memberships) == (whole(network).groups, whole(network).memberships)


@given(testing.culture_cases())
def test_one_more_group_never_takes_a_person_away(case: CultureCase) -> None:
    before = whole(map_network(case.groups, members=case.members, on=ON))
    more = [*case.groups, group("new", 7)]
    after = whole(map_network(more, members=case.members, on=ON))
    assert after.persons.least >= before.persons.least
    assert after.reach.least >= before.reach.least
    if UNKNOWN not in (before.groups, after.groups):
        assert after.groups.least == before.groups.least + 1
