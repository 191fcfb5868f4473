"""The laws of every screening plan, whatever the roster, the money and the hospitals."""

from collections import Counter
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import Policy, ScreeningPlan, load_policy, plan_screening, testing
from lnunion_rules.candidates import AreaCapacity
from lnunion_rules.testing import ScreeningCase
from lnunion_rules.units import added, fen, yuan

ON = date(2018, 12, 31)
BUDGETS = st.none() | st.integers(0, 300_000) | st.integers(0, 10).map(lambda women: women * 30_000)
POLICIES = st.sampled_from(
    [
        load_policy().with_readings(choices)
        for choices in (
            {},
            {"screening.round": "rounds"},
            {"screening.price": "cost_up_to", "screening.priority": "no_exam"},
            {"screening.who": "members", "screening.age": "public_35_64"},
            {"screening.interval": "months_36"},
        )
    ]
)
NEVER = 9999


def planned(
    case: ScreeningCase,
    budget: int | None,
    policy: Policy,
    capacity: tuple[AreaCapacity, ...] | None = None,
    year: int = 2019,
) -> ScreeningPlan:
    return plan_screening(
        case.roster,
        on=ON,
        unions=case.unions,
        from_year=year,
        budget=None if budget is None else yuan(budget),
        capacity=capacity or case.capacity,
        policy=policy,
    )


def years(plan: ScreeningPlan) -> dict[str, int]:
    called = {name: batch.year for batch in plan.batches for name in batch.member_ids}
    return called | {left.member_id: NEVER for left in plan.not_placed}


def raised(case: ScreeningCase, more: int) -> tuple[AreaCapacity, ...] | None:
    if case.capacity is None:
        return None
    return tuple(
        AreaCapacity(area=row.area, capacity=row.capacity + more, price=row.price)
        for row in case.capacity
    )


@given(testing.screening_cases(), BUDGETS, POLICIES)
def test_every_row_is_in_just_one_place(
    case: ScreeningCase, budget: int | None, policy: Policy
) -> None:
    plan = planned(case, budget, policy)
    names = Counter(name for batch in plan.batches for name in batch.member_ids)
    names.update(name for unit in plan.own_checkup for name in unit.member_ids)
    for rows in (plan.not_due, plan.excluded, plan.not_placed):
        names.update(row.member_id for row in rows)
    names.update(row.member_id for row in plan.undetermined if row.about == "plan")
    assert set(names.values()) <= {1}, "nobody is planned twice"
    assert sum(names.values()) == plan.rows_accepted
    assert plan.rows_accepted + plan.rows_rejected == plan.rows_in == len(case.roster)


@given(testing.screening_cases(), BUDGETS, POLICIES)
def test_no_year_costs_more_than_its_money_nor_calls_more_than_its_hospitals_take(
    case: ScreeningCase, budget: int | None, policy: Policy
) -> None:
    plan = planned(case, budget, policy)
    for year in {batch.year for batch in plan.batches}:
        spent = added(batch.subsidy for batch in plan.batches if batch.year == year)
        assert budget is None or fen(spent) <= budget
    takes = {row.area: row.capacity for row in case.capacity or ()}
    for row in plan.allotments:
        called = [b for b in plan.batches if (b.year, b.area) == (row.year, row.area)]
        assert sum(batch.women for batch in called) == row.planned <= row.allotted
        assert row.waiting == row.planned + row.carried_over
        if case.capacity is not None:
            assert row.planned <= takes[row.area or ""]


@given(testing.screening_cases(), BUDGETS, POLICIES)
def test_counts_and_money_by_area_and_level_sum_to_the_whole(
    case: ScreeningCase, budget: int | None, policy: Policy
) -> None:
    plan = planned(case, budget, policy)
    assert added(batch.subsidy for batch in plan.batches) == plan.subsidy_total
    women = sum(batch.women for batch in plan.batches)
    assert all(batch.women == len(batch.member_ids) for batch in plan.batches)
    by_level = Counter[str]()
    for row in plan.responsibilities:
        by_level[row.level] += row.women
    assert by_level["province"] == women
    unknown = sum(batch.women for batch in plan.batches if batch.area is None)
    assert by_level["city"] == women - unknown


@given(testing.screening_cases(), st.integers(0, 300_000), st.integers(0, 300_000), POLICIES)
def test_more_money_never_puts_a_woman_later_and_never_drops_her(
    case: ScreeningCase, budget: int, more: int, policy: Policy
) -> None:
    before = years(planned(case, budget, policy))
    for after in (planned(case, budget + more, policy), planned(case, None, policy)):
        now = years(after)
        assert before.keys() == now.keys()
        assert all(now[name] <= year for name, year in before.items())


@given(testing.screening_cases(), BUDGETS, st.integers(1, 5), POLICIES)
def test_a_larger_capacity_never_puts_a_woman_later_and_never_drops_her(
    case: ScreeningCase, budget: int | None, more: int, policy: Policy
) -> None:
    before = years(planned(case, budget, policy))
    now = years(planned(case, budget, policy, raised(case, more)))
    assert before.keys() == now.keys()
    assert all(now[name] <= year for name, year in before.items())


@given(testing.screening_cases(), BUDGETS, POLICIES)
def test_the_first_batch_is_never_overtaken_in_its_area(
    case: ScreeningCase, budget: int | None, policy: Policy
) -> None:
    plan = planned(case, budget, policy)
    for area in {batch.area for batch in plan.batches}:
        called = [batch for batch in plan.batches if batch.area == area]
        last_of_first = max((b.year for b in called if b.priority), default=0)
        assert all(b.year >= last_of_first for b in called if not b.priority)


@given(testing.screening_cases(), BUDGETS, POLICIES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nobodys_year(
    case: ScreeningCase, budget: int | None, policy: Policy, chance: Random
) -> None:
    once = {candidate.member_id: candidate for candidate in case.roster}
    roster = list(once.values())
    before = planned(case._replace(roster=tuple(roster)), budget, policy)
    chance.shuffle(roster)
    after = planned(case._replace(roster=tuple(roster)), budget, policy)
    assert before.batches == after.batches
    assert before.allotments == after.allotments


@given(testing.screening_cases(), BUDGETS, POLICIES)
def test_consent_and_a_union_are_never_missing_of_those_called(
    case: ScreeningCase, budget: int | None, policy: Policy
) -> None:
    plan = planned(case, budget, policy)
    called = years(plan)
    for candidate in {c.member_id: c for c in reversed(case.roster)}.values():
        if candidate.member_id in called:
            assert candidate.consents is True
            assert candidate.sex == "female"
            assert candidate.union_id is not None


@given(testing.screening_cases(), POLICIES)
def test_who_was_called_in_a_year_is_not_due_again_for_a_cycle(
    case: ScreeningCase, policy: Policy
) -> None:
    called = years(planned(case, None, policy))
    again = tuple(
        candidate.model_copy(update={"last_screened_on": date(2019, 1, 1)})
        for candidate in case.roster
        if called.get(candidate.member_id) == 2019
    )
    for year in (2019, 2020, 2021):
        assert planned(case._replace(roster=again), None, policy, year=year).batches == ()
    alike = {candidate.member_id for candidate in again}
    if "screening.age=public_35_64" not in planned(case, None, policy).readings:
        next_time = planned(case._replace(roster=again), None, policy, year=2022)
        assert years(next_time).keys() == alike
