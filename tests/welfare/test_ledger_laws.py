"""Laws that hold for every ledger, whatever is paid, taken back, repeated or left out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st
from ledgers import reading

from lnunion_rules import ExpenseClaim, Policy, WelfareReport, check_welfare, load_policy
from lnunion_rules.readings import readings
from lnunion_rules.rulebook import rule
from lnunion_rules.rules.collective_welfare import RULE
from lnunion_rules.testing import (
    UNIONS,
    WelfareCase,
    expense_claims,
    welfare_cases,
)
from lnunion_rules.welfare.check import by_money
from lnunion_rules.welfare_findings import Breach

ON = date(2026, 12, 31)


def policies(**fixed: str) -> st.SearchStrategy[Policy]:
    """The law with any choice of every welfare reading, except those fixed."""
    free = {
        name.removeprefix("welfare."): st.sampled_from(tuple(gap.choices))
        for name, gap in readings().items()
        if name.startswith("welfare.")
    }
    chosen = {**free, **{name: st.just(how) for name, how in fixed.items()}}
    return st.one_of(
        st.fixed_dictionaries({name: st.just(how) for name, how in fixed.items()}),
        st.fixed_dictionaries(chosen),
    ).map(lambda choices: reading(**choices))


def checked(
    case: WelfareCase, policy: Policy, claims: Iterable[ExpenseClaim] | None = None
) -> WelfareReport:
    rows = case.claims if claims is None else tuple(claims)
    return check_welfare(rows, on=ON, roster=case.roster, unions=case.unions, policy=policy)


def rejected(report: WelfareReport, claims: Sequence[ExpenseClaim]) -> Counter[tuple[str, str]]:
    """What was rejected, whatever row it stood in."""
    return Counter((row.code, claims[row.row - 1].model_dump_json()) for row in report.rejects)


def over(report: WelfareReport) -> list[Breach]:
    return [breach for breach in report.breaches if breach.code == "over-cap"]


def under_one_cap(one: Breach, other: Breach) -> bool:
    """Whether two breaches are about the same cap of the same member."""
    same = (one.union_id, one.member_id, one.purpose) == (
        other.union_id,
        other.member_id,
        other.purpose,
    )
    return same and not set(one.entry_ids).isdisjoint(other.entry_ids)


def each_is_kept(before: WelfareReport, after: WelfareReport) -> bool:
    """Whether every cap that was exceeded still is, by no less."""
    return all(
        any(
            under_one_cap(breach, later) and (later.over or 0) >= (breach.over or 0)
            for later in over(after)
        )
        for breach in over(before)
    )


@given(welfare_cases(), policies(), st.data())
def test_the_order_of_entries_never_matters(
    case: WelfareCase, policy: Policy, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(case.claims))
    roster = None if case.roster is None else case.roster[::-1]
    one = checked(case, policy)
    other = check_welfare(shuffled, on=ON, roster=roster, unions=case.unions[::-1], policy=policy)
    assert rejected(one, case.claims) == rejected(other, shuffled)
    assert one.model_copy(update={"rejects": ()}) == other.model_copy(update={"rejects": ()})


@given(
    welfare_cases(), st.just(load_policy()) | policies(two_unions="per_union", birth_per="birth")
)
def test_a_ledger_split_by_union_and_joined_again_is_the_whole(
    case: WelfareCase, policy: Policy
) -> None:
    whole = checked(case, policy)
    parts = []
    for union_id in UNIONS:
        rows = [claim for claim in case.claims if claim.union_id == union_id]
        roster = case.roster and [row for row in case.roster if row.union_id == union_id]
        own = [union for union in case.unions if union.union_id == union_id]
        parts.append((rows, check_welfare(rows, on=ON, roster=roster, unions=own, policy=policy)))
    totals: Counter[str] = Counter()
    rejects: Counter[tuple[str, str]] = Counter()
    for rows, part in parts:
        totals.update(part.totals)
        rejects += rejected(part, rows)
    reports = [part for _, part in parts]
    assert whole.rows_in == sum(part.rows_in for part in reports)
    assert whole.rows_accepted == sum(part.rows_accepted for part in reports)
    assert whole.compliant is all(part.compliant for part in reports)
    assert dict(whole.totals) == dict(totals)
    assert rejected(whole, case.claims) == rejects
    for line in ("undetermined", "averages", "remaining"):
        assert list(getattr(whole, line)) == [
            row for part in reports for row in getattr(part, line)
        ]
    for line in ("breaches", "queries"):
        joined = [row for part in reports for row in getattr(part, line)]
        assert list(getattr(whole, line)) == sorted(joined, key=by_money)
    assert {part.notices for part in reports} == {whole.notices}
    assert {part.readings for part in reports} == {whole.readings}


PER_MEMBER = policies(festival_measure="per_member")


@given(welfare_cases(), PER_MEMBER, st.data())
def test_adding_a_payment_never_removes_an_over_cap_breach(
    case: WelfareCase, policy: Policy, data: st.DataObject
) -> None:
    union = data.draw(st.sampled_from(UNIONS))
    member = data.draw(st.sampled_from(("m1", "m2", "m3")))
    added = data.draw(expense_claims(entry_id="new", union_id=union, member_id=member))
    before = checked(case, policy)
    after = checked(case, policy, [*case.claims, added])
    assert each_is_kept(before, after)


@given(welfare_cases(faults=False).filter(lambda case: case.claims), PER_MEMBER, st.data())
def test_removing_a_payment_with_its_reversals_never_adds_an_over_cap_breach(
    case: WelfareCase, policy: Policy, data: st.DataObject
) -> None:
    removed = data.draw(st.sampled_from([row for row in case.claims if row.reverses is None]))
    left = [row for row in case.claims if removed.entry_id not in (row.entry_id, row.reverses)]
    assert each_is_kept(checked(case, policy, left), checked(case, policy))


@given(welfare_cases(), policies(), st.data())
def test_a_payment_and_its_full_reversal_leave_caps_as_before(
    case: WelfareCase, policy: Policy, data: st.DataObject
) -> None:
    added = data.draw(expense_claims(entry_id="new", union_id="u1", member_id="m1"))
    on = data.draw(st.dates(added.paid_on, ON))
    back = ExpenseClaim(
        entry_id="back",
        union_id="u1",
        member_id="m1",
        paid_on=on,
        purpose=added.purpose,
        amount=added.amount.copy_negate(),
        reverses="new",
    )
    before = checked(case, policy)
    after = checked(case, policy, [*case.claims, added, back])
    assert after.remaining == before.remaining
    assert after.averages == before.averages
    assert after.breaches == before.breaches
    assert after.undetermined == before.undetermined


@given(welfare_cases(), policies())
def test_spent_and_remaining_less_over_is_the_cap_wherever_there_is_one(
    case: WelfareCase, policy: Policy
) -> None:
    report = checked(case, policy)
    for left in report.remaining:
        assert left.spent + left.remaining - left.over == left.cap
        assert min(left.remaining, left.over) == 0 <= max(left.remaining, left.over)
    for breach in over(report):
        assert breach.spent is not None
        assert breach.cap is not None
        assert breach.spent - breach.cap == breach.over
        assert breach.over > 0


@given(welfare_cases(), policies())
def test_rows_in_are_rows_accepted_and_rejected_and_totals_are_the_accepted(
    case: WelfareCase, policy: Policy
) -> None:
    report = checked(case, policy)
    assert report.rows_in == len(case.claims) == report.rows_accepted + report.rows_rejected
    assert report.rows_rejected == len(report.rejects)
    out = {row.row - 1 for row in report.rejects}
    assert len(out) == len(report.rejects)
    totals: dict[str, Decimal] = {}
    for row, claim in enumerate(case.claims):
        if row not in out:
            totals[claim.purpose] = totals.get(claim.purpose, Decimal(0)) + claim.amount
    assert dict(report.totals) == totals


@given(welfare_cases(), policies())
def test_a_report_survives_json(case: WelfareCase, policy: Policy) -> None:
    report = checked(case, policy)
    text = report.model_dump_json()
    assert WelfareReport.model_validate_json(text) == report
    assert WelfareReport.model_validate_json(text).model_dump_json() == text
    assert '"over":"' in text or not over(report)


@given(welfare_cases(), policies())
def test_the_callers_decimal_context_changes_nothing(case: WelfareCase, policy: Policy) -> None:
    usual = checked(case, policy).model_dump_json()
    with localcontext() as context:
        context.prec = 3
        assert checked(case, policy).model_dump_json() == usual


@given(welfare_cases(), policies())
def test_only_breaches_make_a_ledger_non_compliant_and_every_code_has_its_words(
    case: WelfareCase, policy: Policy
) -> None:
    report = checked(case, policy)
    assert report.compliant is (not report.breaches)
    assert {row.code for row in (*report.breaches, *report.queries)} <= set(rule(RULE).reasons)
    entries = {(claim.union_id, claim.entry_id) for claim in case.claims}
    for row in (*report.breaches, *report.queries):
        unions = [row.union_id] if row.union_id else UNIONS
        assert all(any((union, entry) in entries for union in unions) for entry in row.entry_ids)


@given(welfare_cases(), policies())
def test_a_stricter_own_cap_never_makes_a_breach_go_away(case: WelfareCase, policy: Policy) -> None:
    none = case._replace(unions=())
    without, strict = checked(none, policy), checked(case, policy)
    assert len(over(strict)) >= len(over(without))
    assert {row.code for row in without.breaches} <= {row.code for row in strict.breaches}
