"""Facts that are not known: what is asked for, and what is answered meanwhile.

Each household is answered twice: once with facts left out, and once for every way in which
those facts may turn out. From the second the first must follow, to the fen and to the name.
"""

from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from completing import Plain, Values, bills, completed, count, read, ways, without
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from lnunion_rules import Package, Policy, assess_household, load_policy, testing
from lnunion_rules.dibao import standard_of
from lnunion_rules.units import printed

MOST_WAYS = 1500
Paths = tuple[str, ...]
OF_HOUSEHOLD = (
    "filed",
    "annual_disposable_income",
    "annual_rigid_expenditure",
    "annual_accident_loss",
    "annual_medical_bearable",
    "annual_dibao_received",
    "single_parent",
    "exclusions",
    "filed_on",
    "medical_bills",
)
OF_MEMBER = (
    "disabled",
    "serious_illness",
    "schooling",
    "can_work",
    "birth_date",
    "union_member",
    "labour_relation_since",
    "special_stage",
    "postgraduate",
)
OF_BILL = (
    "billed_on",
    "total",
    "basic_insurance",
    "mutual_aid",
    "out_of_catalogue",
)
CHOICES: tuple[Mapping[str, str], ...] = (
    {},
    {},
    {"hardship.exclusions_unstated": "unknown"},
    {"hardship.dibao_income": "not_counted"},
    {"hardship.dibao_income": "not_counted", "hardship.generation": "2020"},
    {"hardship.generation": "2016", "living.who": "deep_and_relative"},
    {"hardship.generation": "2020", "living.per": "person"},
    {"hardship.deep_boundary": "at_or_below", "hardship.relative_boundary": "at_or_below"},
    {"hardship.migrant": "as_others", "education.who": "deep"},
    {"living.part_year": "months_on_file", "living.amount": "ceiling"},
    {"education.special": "senior_only", "education.higher": "undergraduate"},
    {"education.special_mode": "any_mode", "education.other_aid": "deduct"},
    {"medical.window": "bill", "medical.other_payers": "ignored"},
    {"medical.window": "bill", "medical.bearable": "none"},
    {"medical.bearable": "share_of_income", "medical.out_of_catalogue": "not_counted"},
    {"safety_net.who": "every_adult", "safety_net.level": "at_standard"},
    {"safety_net.who": "every_adult", "hardship.exclusions_unstated": "unknown"},
    {"employment.family": "any_member", "medical.out_of_catalogue": "not_counted"},
)


class Answer(NamedTuple):
    """One finding, reduced to what a question about it compares."""

    outcome: Hashable
    amount: Decimal | None
    missing: tuple[str, ...]
    range: tuple[Decimal, Decimal] | None


def answers(found: Package) -> dict[str, Answer]:
    """Category and aids of a package by name; services are held in their own room's tests."""
    told = {"hardship": Answer(found.hardship.category, None, found.hardship.missing, None)}
    for award in found.awards:
        told[f"{award.rule} {award.member_id or ''}".strip()] = Answer(
            (award.outcome, award.amount), award.amount, award.missing, award.range
        )
    return told


def named(answer: Answer, finding: str) -> set[str]:
    """The missing facts as paths; a child's own finding names the child's facts without."""
    member_id = finding.partition(" ")[2]
    return {
        f"members[{member_id}].{name}" if member_id and name in OF_MEMBER else name
        for name in answer.missing
    }


def moved(grid: list[tuple[Values, Hashable]], path: str) -> bool:
    """Whether changing one fact alone, the others somehow given, changes the answer."""
    seen: dict[str, set[Hashable]] = {}
    for way, outcome in grid:
        rest = repr(sorted((other, way[other]) for other in way if other != path))
        seen.setdefault(rest, set()).add(outcome)
    return any(len(outcomes) > 1 for outcomes in seen.values())


class Open(NamedTuple):
    """A household's facts, those of them to leave out, the day, and the readings."""

    plain: Plain
    paths: tuple[str, ...]
    on: date
    choices: Mapping[str, str]
    share: str

    @property
    def policy(self) -> Policy:
        policy = load_policy().with_readings(self.choices)
        if self.choices.get("medical.bearable") == "share_of_income":
            return policy.revised({"medical_aid.bearable_share": self.share})
        return policy


def hold_to_every_way(case: Open, *, tight: bool = True) -> None:
    """Hold the answer without the facts to the answers of every way they may turn out.

    ``tight``: no wider than they are, and nothing asked for that cannot change them.
    """
    note(f"{case.on} {case.choices} {case.share} {case.paths} {case.plain}")
    policy = case.policy
    given_facts = without(case.plain, case.paths)
    unsure = assess_household(read(given_facts), on=case.on, policy=policy)
    grid = [
        (way, assess_household(read(completed(given_facts, way)), on=case.on, policy=policy))
        for way in ways(given_facts, case.paths, case.on, _monthly(case))
    ]
    assert grid
    told = [(way, answers(found)) for way, found in grid]
    for finding, answer in answers(unsure).items():
        outcomes = [(way, every[finding]) for way, every in told]
        _hold(finding, answer, outcomes, case.paths, tight=tight)
    assert set(unsure.hardship.possible) == {found.hardship.category for _, found in grid}
    for name in ("total_grants", "total_ceilings"):
        sums = [getattr(found, name) for _, found in grid]
        _hold_total(getattr(unsure, name), getattr(unsure, f"{name}_range"), sums, tight=tight)


def _hold(
    finding: str,
    answer: Answer,
    grid: list[tuple[Values, Answer]],
    paths: tuple[str, ...],
    *,
    tight: bool,
) -> None:
    note(f"{finding}: {answer}")
    assert not any(full.missing for _, full in grid)
    outcomes = [(way, full.outcome) for way, full in grid]
    movers = {path for path in paths if moved(outcomes, path)}
    asked = named(answer, finding)
    note(f"movers: {movers}")
    assert movers <= asked
    if tight:
        assert asked == movers
    if not asked:
        assert {outcome for _, outcome in outcomes} == {answer.outcome}
    if answer.range:
        amounts = [full.amount for _, full in grid if full.amount is not None]
        _hold_range(answer.range, amounts, tight=tight)


def _hold_range(span: tuple[Decimal, Decimal], amounts: list[Decimal], *, tight: bool) -> None:
    least, most = min(amounts), max(amounts)
    assert span[0] <= least
    assert most <= span[1]
    if tight:
        assert span == (least, most)


def _hold_total(
    total: Decimal | None,
    span: tuple[Decimal, Decimal] | None,
    sums: list[Decimal],
    *,
    tight: bool,
) -> None:
    if total is not None:
        assert set(sums) == {total}
    elif span is not None:
        _hold_range(span, sums, tight=tight)


@st.composite
def open_cases(draw: st.DrawFn, of_household: Paths, of_member: Paths, of_bill: Paths) -> Open:
    """A household near the lines with some facts left out, and the readings it meets."""
    on = draw(st.sampled_from((date(2018, 12, 31), date(2019, 6, 30), date(2020, 2, 29))))
    given_household = draw(testing.households(year=on.year, most_members=3))
    plain = given_household.model_dump(mode="json", exclude_none=True)
    choices = draw(st.sampled_from(CHOICES))
    plain |= draw(_near_the_lines(standard_of(plain["area"], on).monthly * len(plain["members"])))
    if draw(st.booleans()):
        plain.pop("monthly_incomes", None)
    for person in plain["members"]:
        if draw(st.booleans()):
            person |= {"ill": False, "disabled": False, "serious_illness": False}
    paths = [
        *of_household,
        *(f"members[{m['member_id']}].{name}" for m in plain["members"] for name in of_member),
        *(f"medical_bills[{at}].{name}" for at in range(len(bills(plain))) for name in of_bill),
    ]
    if choices.get("hardship.exclusions_unstated") != "unknown":
        # Then left out means none.
        paths = [path for path in paths if path != "exclusions"]
    left = draw(st.lists(st.sampled_from(paths), unique=True, min_size=1, max_size=4))
    if "medical_bills" in left:
        left = [path for path in left if not path.startswith("medical_bills[")]
    share = draw(st.sampled_from(("0", "0.0001", "0.1", "1")))
    found = Open(plain, tuple(left), on, choices, share)
    assume(count(without(plain, found.paths), found.paths, on, _monthly(found)) <= MOST_WAYS)
    return found


def _monthly(case: Open) -> int:
    return case.policy.standard(case.plain["area"], case.on).monthly


@st.composite
def _near_the_lines(draw: st.DrawFn, monthly: int) -> Plain:
    year = monthly * 12
    of_dibao = draw(st.sampled_from((0, 50, 99, 100, 120, 150, 180, 200, 250, 300, 400)))
    income = year * of_dibao // 100
    loss = income * draw(st.sampled_from((0, 0, 50, 80, 81, 500))) // 100
    return {
        "annual_disposable_income": printed(income),
        "annual_accident_loss": printed(loss),
        "annual_rigid_expenditure": printed(year * draw(st.sampled_from((0, 0, 1, 5))) // 4),
        "annual_dibao_received": printed(draw(st.integers(0, income))),
        "annual_medical_bearable": draw(st.sampled_from(("0.00", "5000.00", "90000.00"))),
        "filed": draw(st.sampled_from((True, True, True, False))),
        "exclusions": draw(st.sampled_from(([], [], [], ["owns_shop"]))),
    }


@settings(max_examples=4 * settings().max_examples)
@given(open_cases(OF_HOUSEHOLD, OF_MEMBER, OF_BILL))
def test_what_is_asked_and_answered_follows_from_every_way_it_may_turn_out(case: Open) -> None:
    hold_to_every_way(case)


@given(open_cases(OF_HOUSEHOLD, OF_MEMBER, OF_BILL))
def test_under_largest_only_nothing_lies_outside_what_is_answered_or_asked(case: Open) -> None:
    choices = {**case.choices, "package.stacking": "largest"}
    hold_to_every_way(case._replace(choices=choices), tight=False)
