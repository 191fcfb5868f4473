"""The synthetic ledger: a check finds all that was planted, and nothing else."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import WelfareReport, check_welfare, load_policy
from lnunion_rules.rulebook import rule
from lnunion_rules.rules.collective_welfare import RULE
from lnunion_rules.synthetic.book import Planted
from lnunion_rules.synthetic.ledger import SyntheticLedger, synthetic_ledger

YEARS = st.sampled_from(((2019,), (2025,), (2024, 2025), (2023, 2024, 2025)))


def checked(ledger: SyntheticLedger) -> WelfareReport:
    return check_welfare(
        ledger.claims, on=date(2026, 12, 31), roster=ledger.roster, unions=ledger.unions
    )


def seen(ledger: SyntheticLedger, report: WelfareReport) -> Counter[Planted]:
    """What a check found, written as the key is."""
    paid_to = {claim.entry_id: claim.member_id for claim in ledger.claims}
    in_union = {claim.entry_id: claim.union_id for claim in ledger.claims}
    rows: list[Planted] = []
    for kind, findings in (("breach", report.breaches), ("query", report.queries)):
        for row in findings:
            who = row.union_id or "", row.member_id or ""
            rows.append(Planted(kind, row.code, tuple(sorted(row.entry_ids)), *who))  # type: ignore[arg-type]
    for unsettled in report.undetermined:
        entry, (missing,) = unsettled.entry_id, unsettled.missing
        who = unsettled.union_id, paid_to[entry]
        rows.append(Planted("undetermined", missing, (entry,), *who))
    for reject in report.rejects:
        entry = ledger.claims[reject.row - 1].entry_id
        rows.append(Planted("reject", reject.code, (entry,), in_union[entry], paid_to[entry]))
    return Counter(rows)


@given(st.integers(0, 10**9), st.integers(1, 3), st.integers(1, 6), YEARS, st.integers(0, 3))
def test_planted_faults_are_found_all_and_only_those(
    seed: int, unions: int, members: int, years: tuple[int, ...], faults: int
) -> None:
    ledger = synthetic_ledger(seed=seed, unions=unions, members=members, years=years, faults=faults)
    assert seen(ledger, checked(ledger)) == Counter(ledger.planted)


def test_a_ledger_of_ordinary_size_is_found_out_to_the_last_fault() -> None:
    ledger = synthetic_ledger(seed=4, unions=5, members=100, years=(2024, 2025), faults=4)
    assert len(ledger.claims) > 4000
    assert seen(ledger, checked(ledger)) == Counter(ledger.planted)


def test_without_faults_a_ledger_is_in_order() -> None:
    ledger = synthetic_ledger(seed=2, members=200, years=(2024, 2025), faults=0)
    report = checked(ledger)
    assert ledger.planted == ()
    assert report.compliant
    assert (report.queries, report.undetermined, report.rejects) == ((), (), ())
    assert any(claim.reverses for claim in ledger.claims)
    assert {claim.purpose for claim in ledger.claims} >= {"marriage", "birth", "illness"}


BREACHES = {
    "birth-not-compliant",
    "duplicate-entry",
    "form-not-permitted",
    "not-a-member",
    "over-cap",
    "purpose-not-permitted",
    "reversal-exceeds-entry",
    "reversal-without-entry",
}


def test_every_breach_and_every_query_of_the_default_readings_is_among_the_faults() -> None:
    codes = {(row.kind, row.code) for row in synthetic_ledger().planted}
    assert {code for kind, code in codes if kind == "breach"} == BREACHES
    no_findings = {"within-cap", "taken-back", "no-cap-on-record", "cap-not-stated"}
    queries = set(rule(RULE).reasons) - BREACHES - no_findings
    assert {code for kind, code in codes if kind == "query"} == queries


def test_every_kind_of_fault_is_planted_as_often_as_asked() -> None:
    once = Counter((row.kind, row.code) for row in synthetic_ledger(faults=1).planted)
    thrice = Counter((row.kind, row.code) for row in synthetic_ledger(faults=3).planted)
    assert thrice == Counter({code: 3 * count for code, count in once.items()})


def test_the_same_seed_gives_the_same_ledger_and_another_another() -> None:
    assert synthetic_ledger(seed=5) == synthetic_ledger(seed=5)
    assert synthetic_ledger(seed=5).claims != synthetic_ledger(seed=6).claims


def test_everything_is_marked_as_made_up() -> None:
    ledger = synthetic_ledger(faults=2)
    for claim in ledger.claims:
        ids = [claim.entry_id, claim.union_id, claim.member_id, claim.voucher_no, claim.event_id]
        assert all(name is None or name.startswith("SYN-") for name in ids)
    assert all(row.member_id.startswith("SYN-") for row in ledger.roster)


def test_rows_are_in_order_of_days() -> None:
    days = [claim.paid_on for claim in synthetic_ledger(years=(2024, 2025)).claims]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unions": 0},
        {"members": 0},
        {"faults": -1},
        {"years": ()},
        {"years": (2018, 2019)},
        {"years": (2025, 2024)},
        {"years": (2023, 2025)},
    ],
)
def test_counts_and_years_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"least one|follow"):
        synthetic_ledger(**wrong)  # type: ignore[arg-type]


def test_the_planted_caps_are_those_of_the_law_on_record() -> None:
    policy = load_policy().revised({"collective_welfare.festival_cap": "100000"})
    ledger = synthetic_ledger()
    report = check_welfare(
        ledger.claims,
        on=date(2026, 12, 31),
        roster=ledger.roster,
        unions=ledger.unions,
        policy=policy,
    )
    over = [row.purpose for row in report.breaches if row.code == "over-cap"]
    assert sorted(over) == ["birth", "illness", "marriage", "retirement"]
