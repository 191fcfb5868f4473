"""Laws that hold for every fair, whatever is known of it and whether or not it holds together."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import Employer, Fair, FairReport, check_fair
from lnunion_rules.bounds import MOST_COUNT, Bounds, total
from lnunion_rules.jobfair.check import TOTALS
from lnunion_rules.rules.job_fair import COUNTS, QUERIES
from lnunion_rules.testing import FairCase, employers, fair_cases

ON = date(2018, 12, 31)
BEYOND = 50
POLICIES = {
    "usual": reading(),
    "included": reading(jobfair__intentions="included"),
    "distinct": reading(jobfair__kinds="distinct"),
}
policies = st.sampled_from(tuple(POLICIES))


def checked(case: FairCase, policy="usual") -> FairReport:
    return check_fair(case.employers, fair=case.fair, on=ON, policy=POLICIES[policy])


@given(fair_cases(), policies, st.randoms())
def test_the_order_of_the_rows_never_matters(case, policy, chance):
    rows = list(enumerate(case.employers, 1))
    chance.shuffle(rows)
    numbers, listed = [at for at, _ in rows], [one for _, one in rows]
    shuffled = check_fair(listed, fair=case.fair, on=ON, policy=POLICIES[policy], rows=numbers)
    assert shuffled.model_dump_json() == checked(case, policy).model_dump_json()


@given(fair_cases())
def test_what_the_industries_come_to_is_the_whole(case):
    report = checked(case)
    for name in ("employers", *COUNTS, "reached", "posters_made", "travel_paid"):
        if case.employers:
            assert getattr(report.total, name) == total(
                getattr(industry, name) for industry in report.industries
            )
    assert len({industry.industry for industry in report.industries}) == len(report.industries)


@given(fair_cases(), policies)
def test_rows_in_are_rows_accepted_and_rows_rejected(case, policy):
    twice = case._replace(employers=(*case.employers, *case.employers[:2]))
    report = checked(twice, policy)
    assert report.rows_in == len(twice.employers)
    assert report.rows_in == report.rows_accepted + report.rows_rejected
    assert report.rows_accepted == len(report.employers) == len(case.employers)
    assert Counter(bad.code for bad in report.rejects) == Counter(
        {"duplicate-employer": report.rows_rejected} if report.rows_rejected else {}
    )
    alone = checked(case, policy)
    assert (report.total, report.breaches) == (alone.total, alone.breaches)


@given(fair_cases(exact=True), policies)
def test_every_rate_lies_within_0_and_1_or_is_reported(case, policy):
    report = checked(case, policy)
    for of in (report.total, *report.industries):
        for rate in of.rates.values():
            if rate is not None:
                assert rate.least >= 0
                assert rate.most is None or rate.least <= rate.most
                if rate.least > 1:
                    assert not report.reconciled or any(
                        query.code == "hires-above-planned-noted" for query in report.queries
                    )


def _completed(draw: st.DrawFn, noun, left=()):
    """The same fair or employer with every count known that it states, and every flag."""
    drawn = {}
    for name in type(noun).model_fields:
        value = getattr(noun, name)
        if isinstance(value, Bounds) and name not in left:
            beyond = min(value.least + BEYOND, MOST_COUNT)
            most = beyond if value.most is None else value.most
            drawn[name] = draw(st.integers(value.least, most))
        elif name in ("posters_made", "travel_paid") and value is None:
            drawn[name] = draw(st.booleans())
        else:
            drawn[name] = value
    return type(noun).model_validate(drawn)


@st.composite
def completions(draw: st.DrawFn) -> tuple[FairCase, FairCase]:
    """A fair as it is known, and as it may really have been."""
    case = draw(fair_cases())
    # With rows the fair states its visitors only; what the rows come to is not to be made up.
    left = TOTALS if case.employers else ()
    fair = case.fair and _completed(draw, case.fair, left)
    return case, FairCase(fair, tuple(_completed(draw, one) for one in case.employers))


def figures(report: FairReport):
    for of in (report.total, *report.industries):
        for name in ("employers", *COUNTS, "reached", "posters_made", "travel_paid"):
            yield (of.industry, name), getattr(of, name)


@given(completions(), policies)
def test_every_exact_completion_lies_within_the_bounds(cases, policy):
    report, exact = (checked(case, policy) for case in cases)
    assert len(report.industries) == len(exact.industries)
    for (where, bound), (same, found) in zip(figures(report), figures(exact), strict=True):
        assert where == same
        assert bound.least <= found.least
        assert bound.most is None or (found.most is not None and found.most <= bound.most)
    pairs = zip((report.total, *report.industries), (exact.total, *exact.industries), strict=True)
    for bounds, real in pairs:
        for name, rate in real.rates.items():
            if rate is not None:
                within = bounds.rates[name]
                assert within.least <= rate.least
                assert within.most is None or (rate.most is not None and rate.most <= within.most)


@given(completions(), policies)
def test_what_is_certain_stays_so_and_what_comes_was_open(cases, policy):
    report, exact = (checked(case, policy) for case in cases)
    certain = {(one.row, one.code) for one in report.breaches}
    possible = {(left.row, code) for left in report.undetermined for code in left.codes}
    real = {(one.row, one.code) for one in exact.breaches}
    assert certain <= real <= certain | possible
    assert not certain & possible


@given(fair_cases(), policies)
def test_a_report_survives_json(case, policy):
    report = checked(case, policy)
    text = report.model_dump_json()
    assert FairReport.model_validate_json(text) == report
    assert FairReport.model_validate_json(text).model_dump_json() == text


@given(st.lists(employers(exact=True), min_size=1, max_size=4))
def test_kinds_counted_once_lie_between_the_most_of_one_and_the_sum(listed):
    rows = [one.model_copy(update={"employer_id": f"e{at}"}) for at, one in enumerate(listed)]
    kinds = [one.post_kinds.least for one in rows]
    found = check_fair(rows, on=ON, policy=reading(jobfair__kinds="distinct")).total
    assert found.post_kinds == Bounds(max(kinds), sum(kinds))


def fair(**stated) -> Fair:
    return Fair(fair_id="f1", held_on="2018-11-03", **stated)


def employer(number: int, **counts) -> Employer:
    return Employer(employer_id=f"E{number}", name="虚构企业", **counts)


TWO = (
    employer(1, post_kinds=2, planned_hires=5, intentions=4, hired_on_spot=1),
    employer(2, post_kinds=3, planned_hires=7, intentions=6, hired_on_spot=2),
)


@pytest.mark.parametrize(
    ("stated", "matched"), [(11, False), (12, True), (13, False), ("10余", True), ("12余", True)]
)
def test_a_stated_total_is_held_to_the_rows(stated, matched):
    report = check_fair(TWO, fair=fair(planned_hires=stated), on=ON)
    assert [one.code for one in report.breaches] == ([] if matched else ["total-not-matched"])
    assert report.total.planned_hires == Bounds.exactly(12)
    assert report.reconciled is matched


@pytest.mark.parametrize(("stated", "matched"), [(11, False), (12, True), (13, True)])
def test_a_row_that_was_rejected_may_make_up_a_larger_total(stated, matched):
    report = check_fair((*TWO, TWO[0]), fair=fair(planned_hires=stated), on=ON)
    assert report.rows_rejected == 1
    assert report.reconciled is matched


def test_a_stated_total_settles_what_the_rows_leave_open():
    rows = (TWO[0], employer(2, post_kinds=3, planned_hires=7, intentions=6))
    report = check_fair(rows, fair=fair(hired_on_spot=3, visitors=100), on=ON)
    assert report.total.hired_on_spot == Bounds.exactly(3)
    assert report.total.rates["hired_of_planned"].most == Fraction(3, 12)


@pytest.mark.parametrize(("visitors", "codes"), [(13, []), (12, ["reached-above-visitors"])])
def test_more_people_reached_than_came_is_a_breach_of_the_fair(visitors, codes):
    report = check_fair(TWO, fair=fair(visitors=visitors), on=ON)
    assert [one.code for one in report.breaches] == codes
    assert not any(one.row for one in report.breaches)


def test_codes_named_queries_never_make_a_fair_unreconciled():
    row = employer(1, post_kinds=9, planned_hires=1, intentions=0, hired_on_spot=0)
    report = check_fair([row], fair=fair(visitors=1), on=ON)
    assert {one.code for one in report.queries} <= set(QUERIES)
    assert report.queries
    assert report.reconciled


def test_no_finding_shows_a_name_or_an_id_in_its_repr():
    row = employer(1, post_kinds=0, planned_hires=1, hired_on_spot=2)
    report = check_fair([row, employer(2, planned_hires=3)], fair=fair(title="虚构"), on=ON)
    (line, _), rate = report.employers, report.total.rates["hired_of_planned"]
    left = report.undetermined[-1]
    for finding in (report, report.total, line, report.breaches[0], left, rate):
        shown = repr(finding)
        assert "虚构" not in shown
        assert "E1" not in shown
        assert "E2" not in shown
