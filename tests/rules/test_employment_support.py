"""Employment support: who may be trained for work or for a business."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from families import IN_2018, child, head, household, member, person, reading, spouse
from hypothesis import given

from lnunion_rules import NotInForce, Policy, Service, assess_household, testing
from lnunion_rules.findings import Fit
from lnunion_rules.rules import employment_support

WISH = {"wants_work": True}
WORKING = {"work": "employed", "migrant": False}


def support(
    *people: dict[str, Any],
    of: str = "m1",
    filed: bool | None = False,
    on: date = IN_2018,
    policy: Policy | None = None,
) -> Service:
    family = household(*people, filed=filed)
    return employment_support.assess(family, person(family, of), on=on, policy=policy)


def test_a_filed_worker_who_wishes_to_work_may_be_trained() -> None:
    found = support(head(**WISH), filed=True)
    assert (found.outcome, found.reason, found.missing) == ("entitled", "may-be-trained", ())
    assert dict(found.worksheet) == {
        "person": "true",
        "group": "true",
        "wish": "true",
        "targeted_training": "true",
        "entrepreneurship": "false",
        "graduate_platform": "false",
        "backstop_placement": "false",
        "first": "false",
        "reason": "may-be-trained",
    }


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"wants_work": True, "wants_business": False}, "entitled"),
        ({"wants_work": False, "wants_business": True}, "entitled"),
        ({"wants_work": False, "wants_business": False}, "not_entitled"),
    ],
)
def test_a_wish_for_work_or_for_a_business_is_enough(facts: dict[str, bool], outcome: str) -> None:
    found = support(head(**facts), filed=True)
    assert found.outcome == outcome
    assert found.reason == ("may-be-trained" if outcome == "entitled" else "no-wish")


@pytest.mark.parametrize("relation", ["spouse", "child", "parent"])
def test_the_family_of_a_filed_worker_is_served(relation: str) -> None:
    found = support(head(), member("m2", relation, **WISH), of="m2", filed=True)
    assert found.outcome == "entitled"


def test_reading_family_any_member_serves_other_members_too() -> None:
    people = (head(), member("m2", "other", **WORKING, **WISH, origin="zombie"))
    core = support(*people, of="m2", filed=True)
    assert (core.outcome, core.missing) == ("undetermined", ("graduated_on",))
    wide = reading(employment__family="any_member")
    found = support(*people, of="m2", filed=True, policy=wide)
    assert (found.outcome, found.missing) == ("entitled", ())


@pytest.mark.parametrize("work", ["laid_off", "unemployed"])
@pytest.mark.parametrize(
    "origin",
    [
        "over_capacity",
        "environmental_shutdown",
        "factory_collective",
        "zombie",
        "graduate",
        "transferred_labour",
    ],
)
def test_laid_off_and_unemployed_workers_of_a_named_group_are_served(
    work: str, origin: str
) -> None:
    found = support(head(work=work, origin=origin, **WISH))
    assert (found.outcome, found.reason) == ("entitled", "may-be-trained")


def test_migrant_workers_of_a_named_group_are_served() -> None:
    found = support(head(migrant=True, origin="transferred_labour", **WISH))
    assert found.outcome == "entitled"


@pytest.mark.parametrize("facts", [{"graduated_on": "2018-07-01"}, {"origin": "graduate"}])
def test_graduates_are_person_and_group_in_one(facts: dict[str, str]) -> None:
    assert support(head(**WORKING, **facts, **WISH)).outcome == "entitled"


@pytest.mark.parametrize("work", ["employed", "retired", "sick_leave", "student", "none"])
def test_others_are_not_persons_served_unless_they_graduated(work: str) -> None:
    found = support(head(work=work, origin="zombie", **WISH))
    assert (found.outcome, found.missing) == ("undetermined", ("graduated_on",))


def test_nothing_is_asked_of_someone_without_a_wish() -> None:
    found = support(head(work=None, migrant=None), filed=None)
    assert (found.outcome, found.reason, found.missing) == ("not_entitled", "no-wish", ())


def test_of_someone_on_file_only_the_wish_is_asked() -> None:
    people = head(work=None, migrant=None, wants_work=None, wants_business=None)
    found = support(people, filed=True)
    assert (found.outcome, found.missing) == ("undetermined", ("wants_work", "wants_business"))


def test_where_the_file_is_unknown_it_is_asked_for() -> None:
    found = support(head(work="unemployed", **WISH), filed=None)
    assert found.missing == ("filed", "origin", "graduated_on")


def test_a_known_group_leaves_only_the_person_to_ask() -> None:
    found = support(head(work=None, migrant=None, origin="zombie", **WISH))
    assert found.missing == ("work", "migrant", "graduated_on")


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2018, 7, 31), False),
        (date(2018, 8, 1), True),
        (date(2020, 12, 31), True),
        (date(2021, 1, 1), False),
    ],
)
def test_the_plan_has_a_first_and_a_last_day(on: date, in_force: bool) -> None:
    if in_force:
        assert support(head(**WISH), filed=True, on=on).outcome == "entitled"
        return
    with pytest.raises(NotInForce) as refused:
        support(head(**WISH), filed=True, on=on)
    assert (refused.value.code, refused.value.path) == ("not-in-force", "employment_support")


def test_after_the_plan_the_package_leaves_the_service_out_by_name() -> None:
    family = household(head(**WISH))
    policy = reading().with_monthly_dibao("700")
    inside = assess_household(family, on=date(2020, 12, 31), policy=policy)
    after = assess_household(family, on=date(2021, 1, 1), policy=policy)
    assert (len(inside.services), inside.services_left_out) == (1, ())
    assert after.services == ()
    assert [(left.rule, left.reason) for left in after.services_left_out] == [
        ("employment_support", "not-in-force")
    ]


def test_every_member_has_a_finding_of_its_own() -> None:
    family = household(head(), spouse(**WISH), child("m3", **WISH))
    services = assess_household(family, on=IN_2018).services
    found = [service for service in services if service.rule == employment_support.RULE]
    assert [(service.member_id, service.outcome) for service in found] == [
        ("m1", "not_entitled"),
        ("m2", "entitled"),
        ("m3", "entitled"),
    ]


def test_the_finding_names_readings_and_sources() -> None:
    found = support(head(**WISH), filed=True)
    assert "employment.family=core" in found.readings
    assert found.sources == ("employment_plan_2018",)


@given(testing.cases())
def test_coming_on_file_never_takes_a_service_away(case: testing.Case) -> None:
    order = {"not_entitled": 0, "undetermined": 1, "entitled": 2}
    before, after = (case.household.model_copy(update={"filed": filed}) for filed in (False, True))
    for one in case.household.members:
        found = [employment_support.assess(h, one, on=case.on) for h in (before, after)]
        assert order[found[0].outcome] <= order[found[1].outcome]


# ---- Which service fits ----

HARD = {"work": "laid_off", "wants_work": True, "hard_to_place": True}


def fits(*people: dict[str, Any], **asked: Any) -> dict[str, Fit]:
    return {fit.service: fit for fit in support(*people, **asked).fits}


def placement(*people: dict[str, Any], **asked: Any) -> Fit | None:
    return fits(*people, **{"filed": True, **asked}).get("backstop_placement")


def test_a_wish_for_work_is_met_with_targeted_training() -> None:
    found = fits(head(wants_work=True), filed=True)
    assert [(fit.service, fit.outcome, fit.reason) for fit in found.values()] == [
        ("training", "entitled", "may-be-trained"),
        ("targeted_training", "entitled", "wants-work"),
    ]


def test_a_wish_for_a_business_is_met_with_help_for_one() -> None:
    found = fits(head(wants_business=True), filed=True)
    assert [fit.service for fit in found.values()] == ["training", "entrepreneurship"]


def test_the_platform_is_for_graduates() -> None:
    found = fits(head(**WORKING, **WISH, graduated_on="2018-07-01"))
    assert found["graduate_platform"].reason == "is-graduate"
    assert "graduate_platform" not in fits(head(**WISH), filed=True)


def test_who_may_not_be_trained_has_no_service() -> None:
    assert support(head(), filed=True).fits == ()
    assert support(head(**WISH, work="unemployed"), filed=None).fits == ()


def test_a_wish_that_is_not_known_leaves_its_service_open() -> None:
    found = fits(head(wants_work=True, wants_business=None), filed=True)
    open_one = found["entrepreneurship"]
    assert (open_one.outcome, open_one.reason) == ("undetermined", "facts-missing")
    assert open_one.missing == ("wants_business",)


def test_only_a_hardship_worker_on_file_who_is_hard_to_place_is_placed() -> None:
    found = placement(head(**HARD))
    assert found is not None
    assert (found.outcome, found.reason) == ("entitled", "hard-to-place")
    assert placement(head(**{**HARD, "hard_to_place": False})) is None
    assert placement(head(**{**HARD, "wants_work": False, "wants_business": True})) is None
    assert placement(head(**HARD, origin="zombie"), filed=False) is None


@pytest.mark.parametrize("work", ["employed", "sick_leave"])
def test_someone_at_work_is_not_placed(work: str) -> None:
    assert placement(head(**{**HARD, "work": work})) is None


@pytest.mark.parametrize(("placed", "given_to"), [("worker", False), ("family", True)])
def test_reading_placement_says_whether_the_family_is_placed(placed: str, given_to: bool) -> None:
    people = (head(), spouse(**HARD))
    found = placement(*people, of="m2", policy=reading(employment__placement=placed))
    assert (found is not None) is given_to


def test_whether_someone_is_hard_to_place_is_asked_of_the_worker_alone() -> None:
    people = (head(**{**HARD, "hard_to_place": None}), spouse(**{**HARD, "hard_to_place": None}))
    asked = placement(*people)
    assert asked is not None
    assert (asked.outcome, asked.missing) == ("undetermined", ("hard_to_place",))
    assert placement(*people, of="m2") is None


def test_where_the_file_is_unknown_the_placement_is_open() -> None:
    found = fits(head(**HARD, origin="zombie"), filed=None)["backstop_placement"]
    assert (found.outcome, found.missing) == ("undetermined", ("filed",))


@pytest.mark.parametrize(("wife", "first"), [("unemployed", True), ("employed", False)])
def test_zero_employment_households_are_placed_first(wife: str, first: bool) -> None:
    found = placement(head(**HARD), spouse(work=wife, birth_date="1980-05-06"))
    assert found is not None
    assert (found.outcome, found.first, found.missing) == ("entitled", first, ())


def test_a_placement_stands_although_its_order_is_not_known() -> None:
    found = placement(head(**HARD), spouse(work=None, birth_date="1980-05-06"))
    assert found is not None
    assert (found.outcome, found.first) == ("entitled", None)
    assert found.missing == ("members[m2].work",)


def test_working_age_is_cited_only_where_it_is_asked() -> None:
    found = support(head(**HARD), filed=True)
    assert found.sources == ("employment_plan_2018", "labour_law_1995", "retirement_1978")


@pytest.mark.parametrize(
    ("ages", "born", "first"),
    [
        # A wife who works: she counts until the day before her fiftieth birthday, or under
        # fixed ages her fifty-fifth.
        ("statutory", "1968-12-31", True),
        ("statutory", "1969-01-01", False),
        ("fixed", "1963-12-31", True),
        ("fixed", "1964-01-01", False),
    ],
)
def test_reading_working_age_says_until_when_a_woman_counts(
    ages: str, born: str, first: bool
) -> None:
    wife = spouse(work="employed", birth_date=born, cadre=False)
    found = placement(head(**HARD), wife, policy=reading(employment__working_age=ages))
    assert found is not None
    assert found.first is first


@pytest.mark.parametrize("ages", ["statutory", "fixed"])
@pytest.mark.parametrize(
    ("relation", "facts", "counts"),
    [
        ("child", {"birth_date": "2003-01-01"}, False),  # turns 16 the day after
        ("child", {"birth_date": "2002-12-31"}, True),  # turns 16 that day
        ("parent", {"birth_date": "1959-01-01", "sex": "male"}, True),  # turns 60 the day after
        ("parent", {"birth_date": "1958-12-31", "sex": "male"}, False),  # turns 60 that day
        ("spouse", {"birth_date": "1964-01-01", "cadre": True}, True),  # turns 55 the day after
        ("spouse", {"birth_date": "1963-12-31", "cadre": True}, False),  # turns 55 that day
    ],
)
def test_both_readings_of_working_age_have_these_ends(
    ages: str, relation: str, facts: dict[str, Any], counts: bool
) -> None:
    other = member("m2", relation, **{"work": "employed", "sex": "female", **facts})
    found = placement(head(**HARD), other, policy=reading(employment__working_age=ages))
    assert found is not None
    assert found.first is not counts


@pytest.mark.parametrize(("registered", "first"), [(True, True), (False, False)])
def test_reading_registered_only_counts_registered_unemployment(
    registered: bool, first: bool
) -> None:
    policy = reading(employment__zero_household="registered_only")
    found = placement(head(**HARD, registered_unemployed=registered), policy=policy)
    assert found is not None
    assert found.first is first
    open_one = placement(head(**HARD), policy=policy)
    assert open_one is not None
    assert (open_one.first, open_one.missing) == (None, ("members[m1].registered_unemployed",))


@given(testing.cases(complete=False), testing.policies())
def test_a_service_given_names_a_persons_and_a_groups_fact_that_allow_it(
    case: testing.Case, policy: Policy
) -> None:
    for one in case.household.members:
        found = employment_support.assess(case.household, one, on=case.on, policy=policy)
        assert bool(found.fits) is (found.outcome == "entitled")
        if found.grounds is None:
            assert found.outcome != "entitled"
            continue
        # With these three facts alone, all others forgotten, the service is given all the same.
        kept = {"member_id", "relation", found.grounds.person, found.grounds.group}
        bare = {name: value for name, value in one if name in kept | {found.grounds.wish}}
        filed = case.household.filed if "filed" in kept else None
        people = [bare] if one.relation == "head" else [head(wants_work=False), bare]
        people[-1]["member_id"] = "m9"
        alone = household(*people, filed=filed)
        again = employment_support.assess(alone, person(alone, "m9"), on=case.on, policy=policy)
        assert again.outcome == "entitled"


@given(testing.cases(), testing.policies())
def test_only_hardship_workers_on_file_who_are_hard_to_place_are_placed(
    case: testing.Case, policy: Policy
) -> None:
    for one in case.household.members:
        found = employment_support.assess(case.household, one, on=case.on, policy=policy)
        placed = [fit for fit in found.fits if fit.service == "backstop_placement"]
        if placed:
            assert case.household.filed
            assert one.hard_to_place
            assert one.wants_work
            assert placed[0].outcome == "entitled"


@given(testing.cases(complete=False))
def test_a_fact_that_becomes_known_never_takes_a_fitting_service_away(case: testing.Case) -> None:
    for one in case.household.members:
        before = employment_support.assess(case.household, one, on=case.on)
        sure = {fit.service for fit in before.fits if fit.outcome == "entitled"}
        told = {"hard_to_place": True, "wants_work": True, "wants_business": True}
        known = {name: value for name, value in told.items() if getattr(one, name) is None}
        family = case.household.model_copy(
            update={
                "members": tuple(
                    other.model_copy(update=known) if other is one else other
                    for other in case.household.members
                )
            }
        )
        after = employment_support.assess(family, person(family, one.member_id), on=case.on)
        assert sure <= {fit.service for fit in after.fits if fit.outcome == "entitled"}


FLAGS = (True, False, None)
ORIGINS = ("zombie", "graduate", None)
GRADUATED = ("2018-07-01", None)


def _ways(name: str, value: Any) -> tuple[Any, ...]:
    """What an unknown fact may turn out to be; that there is none is one of the ways."""
    if value is not None:
        return (value,)
    return {
        "work": ("employed", "unemployed"),
        "graduated_on": ("2018-07-01", ""),
        "origin": ("zombie", "graduate", ""),
    }.get(name, (True, False))


def _served(facts: dict[str, Any]) -> bool:
    graduate = facts["graduated_on"] or facts["origin"] == "graduate"
    person_served = facts["work"] == "unemployed" or facts["migrant"] or graduate
    in_group = facts["origin"] or graduate
    wish = facts["wants_work"] or facts["wants_business"]
    return bool((facts["filed"] or (person_served and in_group)) and wish)


def _moves(outcomes: dict[tuple[Any, ...], bool], place: int) -> bool:
    rests: dict[tuple[Any, ...], set[bool]] = {}
    for way, outcome in outcomes.items():
        rests.setdefault((*way[:place], *way[place + 1 :]), set()).add(outcome)
    return any(len(seen) > 1 for seen in rests.values())


def test_what_is_asked_follows_from_every_way_it_may_turn_out() -> None:
    known = product(
        FLAGS, ("employed", "unemployed", None), FLAGS, ORIGINS, GRADUATED, FLAGS, FLAGS
    )
    names = ("filed", "work", "migrant", "origin", "graduated_on", "wants_work", "wants_business")
    for values in known:
        facts = dict(zip(names, values, strict=True))
        found = support(head(**{**facts, "filed": None}), filed=facts["filed"])
        ways = product(*(_ways(name, value) for name, value in facts.items()))
        outcomes = {way: _served(dict(zip(names, way, strict=True))) for way in ways}
        asked = {name for place, name in enumerate(names) if _moves(outcomes, place)}
        assert set(found.missing) == asked
        assert found.outcome == (
            "undetermined" if asked else "entitled" if True in outcomes.values() else "not_entitled"
        )
