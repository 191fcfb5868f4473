"""Culture groups: which is linked to which, every level under every other."""

from datetime import date
from itertools import product

import pytest
from families import reading

from lnunion_rules import NotInForce, Policy
from lnunion_rules.groups import LEVELS, CultureGroup, Level
from lnunion_rules.rules import culture_network

ON = date(2019, 6, 30)


def group(level: Level, kind: str = "reading", parent: str | None = "up") -> CultureGroup:
    return CultureGroup(group_id="g", kind=kind, level=level, parent=parent)


def above(level: Level, kind: str = "reading") -> CultureGroup:
    return CultureGroup(group_id="up", kind=kind, level=level)


def reason(lower: CultureGroup, upper: CultureGroup | None, policy: Policy | None = None) -> str:
    found = culture_network.check(lower, upper, on=ON, policy=policy)
    assert (found.outcome == "in_order") is (found.reason in ("linked", "top-level"))
    assert found.worksheet["reason"] == found.reason
    return found.reason


@pytest.mark.parametrize(("lower", "upper"), list(product(LEVELS, LEVELS)))
def test_a_group_stands_under_one_that_is_just_one_level_up(lower: Level, upper: Level) -> None:
    levels = LEVELS.index(lower) - LEVELS.index(upper)
    wrong = "parent-not-one-level-up"
    assert reason(group(lower), above(upper)) == ("linked" if levels == 1 else wrong)
    wide = reading(culture__linkage="any_above")
    assert reason(group(lower), above(upper), wide) == ("linked" if levels > 0 else wrong)


@pytest.mark.parametrize("level", LEVELS)
def test_only_the_provinces_groups_stand_under_no_other(level: Level) -> None:
    expected = "top-level" if level == "province" else "parent-not-stated"
    assert reason(group(level, parent=None), None) == expected


def test_a_group_above_must_be_on_the_list_and_of_the_same_kind() -> None:
    assert reason(group("city"), None) == "parent-unknown"
    assert reason(group("city", "stamps"), above("province")) == "parent-of-another-kind"
    assert reason(group("province"), None) == "parent-unknown"


def test_before_2018_there_were_no_groups() -> None:
    with pytest.raises(NotInForce):
        culture_network.check(group("city"), None, on=date(2017, 12, 31))
