"""Job fairs: the source's own fair, each limit one below, at and above, and what is not known."""

from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import Employer, NotInForce, load_policy
from lnunion_rules.bounds import MOST_COUNT, UNKNOWN, Bounds, counted, spread
from lnunion_rules.rules.job_fair import (
    BREACHES,
    COUNTS,
    QUERIES,
    RULE,
    Parameters,
    check,
    limits,
    rate,
    rates,
    work_out,
)
from lnunion_rules.testing import counts, employers

ON = date(2018, 11, 3)
SEPARATE, INCLUDED = Parameters(0), Parameters(1)
PLAIN = {
    "post_kinds": 3,
    "planned_hires": 10,
    "cvs_delivered": 40,
    "intentions": 8,
    "hired_on_spot": 2,
}


def employer(**changed):
    return Employer(employer_id="E1", name="虚构企业", **{**PLAIN, **changed})


def found(verdict):
    return [(one.code, str(one.over)) for one in (*verdict.breaches, *verdict.queries)]


def of_the_article(p=SEPARATE):
    stated = {
        "post_kinds": "750余",
        "planned_hires": "5000余",
        "cvs_delivered": UNKNOWN,
        "intentions": 990,
        "hired_on_spot": 118,
        "visitors": "4000余",
    }
    facts = {name: counted(said) for name, said in stated.items()}
    return spread(partial(work_out, p=p), facts)._asdict()


def test_the_articles_fair_keeps_its_bounds_in_every_rate():
    sheet = of_the_article()
    most = {name: rate(name, sheet).most for name in rates()}
    # 118 of at least 5,000; 118, 990 and 1,108 of at least 4,000.
    assert most == {
        "hired_of_planned": Fraction(118, 5000),
        "hired_of_visitors": Fraction(118, 4000),
        "intentions_of_visitors": Fraction(990, 4000),
        "reached_of_visitors": Fraction(1108, 4000),
    }
    assert {rate(name, sheet).least for name in rates()} == {0}


@pytest.mark.parametrize(("p", "reached"), [(SEPARATE, 1108), (INCLUDED, 990)])
def test_whether_intentions_include_hires_is_a_reading(p, reached):
    sheet = of_the_article(p)
    assert sheet["reached"] == Bounds.exactly(reached)
    assert sheet["hires_over_intentions"] == Bounds.exactly(0)


@pytest.mark.parametrize(("hired", "over"), [(9, None), (10, None), (11, "1")])
def test_hires_are_held_to_what_was_planned(hired, over):
    verdict = check(employer(hired_on_spot=hired), on=ON)
    assert found(verdict) == ([("hires-above-planned", over)] if over else [])
    assert verdict.outcome == ("not_reconciled" if over else "reconciled")


def test_a_note_makes_hires_above_planned_a_query():
    verdict = check(employer(hired_on_spot=11, note="当场追加一名"), on=ON)
    assert found(verdict) == [("hires-above-planned-noted", "1")]
    assert (verdict.outcome, verdict.reason) == ("reconciled", "reconciled")


def test_an_employer_with_no_post_and_ten_hires_is_told_so():
    verdict = check(employer(post_kinds=0, hired_on_spot=10), on=ON)
    assert found(verdict) == [("hires-without-posts", "10"), ("plans-without-posts", "10")]
    assert verdict.reason == "hires-without-posts"
    (breach,) = verdict.breaches
    assert (breach.column, breach.stated, breach.limit) == (
        "hired_on_spot",
        Bounds.exactly(10),
        Bounds.exactly(0),
    )


@pytest.mark.parametrize(("kinds", "over"), [(9, None), (10, None), (11, "1")])
def test_more_kinds_of_post_than_planned_hires_is_a_query(kinds, over):
    verdict = check(employer(post_kinds=kinds), on=ON)
    assert found(verdict) == ([("kinds-above-planned", over)] if over else [])


@pytest.mark.parametrize(("visitors", "over"), [(41, None), (40, None), (39, "1")])
def test_one_employers_cvs_above_the_visitors_are_a_query(visitors, over):
    verdict = check(employer(), visitors=Bounds.exactly(visitors), on=ON)
    assert found(verdict) == ([("cvs-above-visitors", over)] if over else [])


@pytest.mark.parametrize(("intentions", "over"), [(1, "1"), (2, None), (3, None)])
def test_hires_are_held_to_intentions_only_where_those_include_them(intentions, over):
    row = employer(intentions=intentions)
    assert found(check(row, on=ON)) == []
    verdict = check(row, on=ON, policy=reading(jobfair__intentions="included"))
    assert found(verdict) == ([("hires-above-intentions", over)] if over else [])
    for breach in verdict.breaches:
        assert breach.reading == "jobfair.intentions=included"


@pytest.mark.parametrize(("visitors", "intended", "reached"), [(10, 0, 0), (9, 0, 1), (7, 1, 3)])
def test_visitors_limit_intentions_and_all_who_were_reached(visitors, intended, reached):
    sheet = work_out(**PLAIN, visitors=visitors, p=SEPARATE)
    assert (sheet.intentions_over_visitors, sheet.reached_over_visitors) == (intended, reached)
    # Read to include the hires, the eight who have an intention are all there are.
    sheet = work_out(**PLAIN, visitors=visitors, p=INCLUDED)
    assert (sheet.intentions_over_visitors, sheet.reached_over_visitors) == (intended, 0)


def test_what_is_not_known_is_asked_for_where_it_could_contradict():
    verdict = check(employer(planned_hires=UNKNOWN), on=ON)
    assert (verdict.outcome, verdict.reason) == ("undetermined", "facts-missing")
    assert (verdict.open, verdict.missing) == (("hires-above-planned",), ("planned_hires",))


def test_what_is_not_known_is_not_asked_for_where_it_cannot_matter():
    verdict = check(employer(planned_hires="10+", cvs_delivered=UNKNOWN), on=ON)
    assert (verdict.outcome, verdict.missing) == ("reconciled", ())
    noted = check(employer(planned_hires=UNKNOWN, note="追加"), on=ON)
    assert (noted.outcome, noted.missing) == ("reconciled", ())


@given(employers(), counts())
def test_a_verdict_says_what_its_lines_say(row, visitors):
    verdict = check(row, visitors=visitors, on=ON)
    over = {limit.code: verdict.worksheet[limit.over] for limit in limits("row", "employer")}
    over["hires-above-planned-noted"] = over["hires-above-planned"]
    for one in (*verdict.breaches, *verdict.queries):
        assert one.over == over[one.code]
        assert one.over.least > 0
    for code in verdict.open:
        assert over[code].least == 0
        assert over[code].most != 0
    assert bool(verdict.missing) == bool(verdict.open)


@given(st.lists(st.integers(0, MOST_COUNT) | st.integers(0, 9), min_size=6, max_size=6))
def test_a_rate_above_one_is_a_breach_of_its_limit(numbers):
    facts = dict(zip((*COUNTS, "visitors"), numbers, strict=True))
    sheet = spread(
        partial(work_out, p=SEPARATE), {name: Bounds.exactly(n) for name, n in facts.items()}
    )._asdict()
    above = {
        "hired_of_planned": "hires_over_planned",
        "hired_of_visitors": "reached_over_visitors",
        "intentions_of_visitors": "intentions_over_visitors",
        "reached_of_visitors": "reached_over_visitors",
    }
    for name, over in above.items():
        found = rate(name, sheet)
        if found is not None and found.least > 1:
            assert sheet[over].least > 0


def test_every_limit_compares_two_lines_and_has_a_reason():
    for limit in limits("row", "employer", "fair"):
        assert limit.code in (*BREACHES, *QUERIES)
        assert {limit.column, limit.limit, limit.over} <= set(of_the_article())


def test_no_law_covers_a_fair_before_the_first_on_record():
    (period,) = load_policy().rules[RULE].periods
    assert period.since == ON
    assert check(employer(), on=ON).outcome == "reconciled"
    with pytest.raises(NotInForce):
        check(employer(), on=ON - timedelta(days=1))
