"""The local dibao standard: a dated table by area, gaps refused, the caller's rows first."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from families import IN_2018, of_three

from lnunion_rules import InputError, NoStandard, Policy, assess_household, load_policy
from lnunion_rules.areas import areas
from lnunion_rules.dibao import (
    CALLER,
    bundled,
    monthly_fen,
    standard_from,
    standard_of,
    standards_from_csv,
)
from lnunion_rules.history import in_order
from lnunion_rules.policy import policy_from
from lnunion_rules.sources import sources
from lnunion_rules.units import fen

DAY = timedelta(days=1)


def monthly(area: str, on: date) -> int:
    return standard_of(area, on).monthly


@pytest.mark.parametrize(
    ("area", "year", "yuan"),
    [
        ("210102", 2017, "635"),
        ("210102", 2018, "655"),
        ("210102", 2021, "740"),
        ("210102", 2022, "766"),
        ("210102", 2023, "793"),
        ("210102", 2024, "821"),
        ("210202", 2020, "750"),
        ("210202", 2021, "780"),
        ("210202", 2022, "850"),
        ("210202", 2023, "925"),
        ("210202", 2024, "972"),
        ("210202", 2025, "1011"),
        ("210302", 2017, "607"),
        ("210302", 2018, "635"),
        ("210302", 2019, "670"),
        ("210302", 2020, "700"),
        ("210302", 2023, "762"),
        ("210302", 2024, "778"),
        ("210381", 2017, "525"),
        ("210381", 2018, "550"),
        ("210381", 2019, "600"),
        ("210381", 2020, "650"),
        ("210381", 2023, "727"),
        ("210381", 2024, "778"),
        ("210321", 2017, "462"),
        ("210321", 2018, "485"),
        ("210323", 2018, "485"),
        ("210323", 2019, "600"),
        ("210802", 2019, "620"),
        ("210802", 2020, "660"),
        ("211102", 2018, "650"),
        ("211282", 2024, "713"),
        ("211282", 2025, "744"),
        ("211402", 2017, "510"),
        ("211402", 2018, "540"),
        ("211402", 2022, "670"),
    ],
)
def test_each_standard_holds_from_its_july_to_the_next_30_june(
    area: str, year: int, yuan: str
) -> None:
    first, last = date(year, 7, 1), date(year + 1, 6, 30)
    assert monthly(area, first) == monthly(area, last) == fen(yuan)


def test_a_standard_changes_overnight() -> None:
    assert monthly("210302", date(2018, 6, 30)) == fen("607")
    assert monthly("210302", date(2018, 7, 1)) == fen("635")


@pytest.mark.parametrize(
    ("area", "on", "name"),
    [
        ("210302", date(2017, 6, 30), "鞍山市铁东区"),
        ("210302", date(2021, 7, 1), "鞍山市铁东区"),
        ("210302", date(2025, 7, 1), "鞍山市铁东区"),
        ("210102", date(2019, 7, 1), "沈阳市和平区"),
        ("210202", date(2018, 9, 26), "大连市中山区"),
        ("210602", date(2018, 9, 26), "丹东市元宝区"),
        ("210700", date(2018, 9, 26), "锦州市"),
        ("210000", date(2018, 9, 26), "辽宁省"),
    ],
)
def test_a_gap_is_refused_by_naming_area_and_day(area: str, on: date, name: str) -> None:
    with pytest.raises(NoStandard) as refused:
        standard_of(area, on)
    assert (refused.value.code, refused.value.path) == ("no-dibao-standard", "area")
    assert refused.value.details == {"area": name, "area_code": area, "day": on.isoformat()}


def test_a_citys_figure_covers_its_districts_but_not_its_counties() -> None:
    on = date(2018, 9, 26)
    assert monthly("210102", on) == monthly("210100", on)
    for county in ("210123", "210124", "210181"):
        with pytest.raises(NoStandard):
            standard_of(county, on)


def test_a_countys_own_figure_does_not_cover_its_city() -> None:
    assert monthly("211282", date(2024, 9, 1)) == fen("713")
    with pytest.raises(NoStandard):
        standard_of("211202", date(2024, 9, 1))


def test_every_bundled_row_is_money_of_a_known_area_with_a_source_and_without_overlap() -> None:
    by_area: dict[str, list[Any]] = {}
    for row in bundled():
        assert row.area in areas()
        assert row.source in sources()
        assert row.says
        assert row.precision in {"", "inferred", "year"}
        assert fen("300") < row.monthly < fen("1500")
        by_area.setdefault(row.area, []).append(row)
    for rows in by_area.values():
        assert in_order(rows)


def test_a_figure_of_doubtful_grade_says_so() -> None:
    doubtful = {row.source for row in bundled() if row.precision == "inferred"}
    assert "dibao_anshan_2018" in doubtful
    assert sources()["dibao_anshan_2018"].grade == "C"


OWN = {"area": "210302", "since": "2018-08-01", "monthly": "640.50", "source": "our notice"}


def test_the_callers_own_row_comes_before_the_bundled_one_while_it_holds() -> None:
    policy = load_policy().with_dibao([standard_from(OWN, "dibao[0]")])
    inside = policy.standard("210302", date(2018, 9, 26))
    assert (inside.monthly, inside.source) == (fen("640.50"), "our notice")
    assert policy.standard("210302", date(2018, 7, 31)).monthly == fen("635")
    assert policy.standard("210302", date(2019, 6, 30)).monthly == fen("640.50")
    assert policy.standard("210302", date(2019, 7, 1)).monthly == fen("670")
    assert policy.standard("210303", date(2018, 9, 26)).monthly == fen("635")


def test_the_callers_row_for_a_city_covers_its_districts() -> None:
    own = standard_from({**OWN, "area": "210600"}, "dibao[0]")
    policy = load_policy().with_dibao([own])
    assert policy.standard("210602", date(2018, 9, 26)).monthly == fen("640.50")
    with pytest.raises(NoStandard):
        policy.standard("210681", date(2018, 9, 26))


def test_of_several_own_rows_the_latest_begun_holds() -> None:
    later = standard_from({**OWN, "since": "2018-09-01", "monthly": "641"}, "dibao[1]")
    policy = load_policy().with_dibao([standard_from(OWN, "dibao[0]"), later])
    assert policy.standard("210302", date(2018, 8, 31)).monthly == fen("640.50")
    assert policy.standard("210302", date(2018, 9, 1)).monthly == fen("641")


@pytest.mark.parametrize(
    ("since", "through"),
    [
        ("2018-07-01", "2019-06-30"),
        ("2018-06-30", "2018-06-30"),
        ("2018-01-01", "2018-06-30"),
        ("2018-12-31", "2019-06-30"),
        ("2020-02-29", "2020-06-30"),
    ],
)
def test_a_row_without_an_end_holds_to_the_next_30_june(since: str, through: str) -> None:
    found = standard_from({**OWN, "since": since}, "dibao[0]")
    assert found.through == date.fromisoformat(through)


def test_a_row_may_state_its_own_end_and_may_leave_its_source_out() -> None:
    row = {
        "area": "鞍山市",
        "since": date(2018, 8, 1),
        "monthly": Decimal("640.50"),
        "source": None,
    }
    found = standard_from({**row, "through": "2018-08-31"}, "dibao[0]")
    assert (found.area, found.through, found.source) == ("210300", date(2018, 8, 31), CALLER)


def test_a_row_is_written_as_it_was_read() -> None:
    found = standard_from(OWN, "dibao[0]")
    assert found.as_row() == {**OWN, "through": "2019-06-30"}
    assert standard_from(found.as_row(), "dibao[0]") == found


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"area": "999999"}, "area-unknown", "dibao[3].area"),
        ({"area": "铁西区"}, "area-ambiguous", "dibao[3].area"),
        ({"since": "2018-7-1"}, "not-a-date", "dibao[3].since"),
        ({"since": "1949-09-30"}, "date-out-of-range", "dibao[3].since"),
        ({"through": "soon"}, "not-a-date", "dibao[3].through"),
        ({"monthly": "six"}, "not-money", "dibao[3].monthly"),
        ({"monthly": "-1"}, "not-money", "dibao[3].monthly"),
        ({"monthly": 640}, "money-as-number", "dibao[3].monthly"),
        ({"monthly": 640.5}, "money-as-number", "dibao[3].monthly"),
        ({"monthly": True}, "money-as-number", "dibao[3].monthly"),
        ({"monthly": "0"}, "dibao-out-of-range", "dibao[3].monthly"),
        ({"monthly": "100000"}, "dibao-out-of-range", "dibao[3].monthly"),
        ({"notes": "new"}, "dibao-columns", "dibao[3]"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_by_place(
    change: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(InputError) as refused:
        standard_from({**OWN, **change}, "dibao[3]")
    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize("row", [{"area": "210302"}, {}, "210302,640", None])
def test_a_row_without_its_columns_is_refused(row: Any) -> None:
    with pytest.raises(InputError) as refused:
        standard_from(row, "dibao[0]")
    assert refused.value.code == "dibao-columns"


@pytest.mark.parametrize(("text", "amount"), [("0.01", 1), ("99999.99", 9_999_999)])
def test_a_monthly_standard_lies_between_a_fen_and_100000_yuan(text: str, amount: int) -> None:
    assert monthly_fen(text, "monthly_dibao") == amount


CSV = "area,since,monthly,source\n210302,2018-08-01,640.50,our notice\n"


def test_a_table_is_read_from_csv() -> None:
    assert standards_from_csv(CSV, "own.csv") == (standard_from(OWN, "own.csv:2"),)
    assert standards_from_csv(CSV.replace("\n", "\r\n"), "own.csv")[0].monthly == fen("640.50")


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("", "file-empty", "own.csv"),
        ("area,since\n210302,2018-08-01\n", "dibao-columns", "own.csv"),
        ("area,since,monthly\n", "file-empty", "own.csv"),
        ("area,since,monthly\n210302,2018-08-01\n", "dibao-columns", "own.csv:2"),
        ("area,since,monthly\n210302,2018-08-01,640,x\n", "dibao-columns", "own.csv:2"),
        ("area,since,monthly,note\n210302,2018-08-01,640,x\n", "dibao-columns", "own.csv:2"),
        (CSV + "210302,2018-09-01,x,y\n", "not-money", "own.csv:3.monthly"),
        (CSV + '"' + "x" * 200_000, "dibao-columns", "own.csv:3"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_line(text: str, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        standards_from_csv(text, "own.csv")
    assert (refused.value.code, refused.value.path) == (code, path)


def test_one_standard_for_all_needs_no_table() -> None:
    policy = load_policy().with_monthly_dibao("700")
    for area in ("210302", "210602", "210181"):
        found = policy.standard(area, date(2050, 1, 1))
        assert (found.monthly, found.source) == (fen("700"), CALLER)


def test_the_factor_raises_and_lowers_every_standard() -> None:
    raised = load_policy().revised({"dibao.factor": "1.08"})
    assert raised.standard("210302", date(2018, 9, 26)).monthly == fen("685.80")
    lowered = load_policy().with_monthly_dibao("428.57").revised({"dibao.factor": "0.5"})
    # Half of 428.57 is 214.285: half a fen goes up.
    assert lowered.standard("210302", date(2018, 9, 26)).monthly == fen("214.29")


def _as_of(choice: str) -> Policy:
    return load_policy().with_readings({"dibao.as_of": choice})


def test_reading_as_of_monthly_spans_the_year_and_needs_every_month() -> None:
    found = _as_of("monthly").standard("210302", date(2018, 3, 5))
    assert found.monthly == fen("621")
    assert (found.since, found.through) == (date(2018, 1, 1), date(2018, 12, 31))
    assert (found.source, found.also) == ("dibao_mean_of_year", ("dibao_anshan_2018",))
    both = _as_of("monthly").standard("210102", date(2018, 9, 26))
    assert both.monthly == fen("645")
    assert both.also == ("dibao_shenyang_2017", "dibao_shenyang_2018")
    package = assess_household(of_three(area="210102"), on=IN_2018, policy=_as_of("monthly"))
    award = package.awards[0]
    assert award.sources[-3:] == (both.source, *both.also)
    with pytest.raises(NoStandard) as refused:
        _as_of("monthly").standard("210802", date(2019, 9, 1))
    assert refused.value.details["day"] == "2019-01-01"


def test_two_rows_of_one_area_and_day_are_refused() -> None:
    again = {**OWN, "area": "鞍山市铁东区", "monthly": "650"}
    for second in (again, dict(OWN)):
        with pytest.raises(InputError) as refused:
            policy_from({"dibao": [OWN, second]})
        assert (refused.value.code, refused.value.path) == ("dibao-twice", "dibao[1]")
    text = (
        "area,since,monthly\n210302,2018-08-01,640\n210303,2018-08-01,640\n210302,2018-08-01,641\n"
    )
    with pytest.raises(InputError) as refused:
        standards_from_csv(text, "--dibao")
    assert (refused.value.code, refused.value.path) == ("dibao-twice", "--dibao:4")
    other_day = {**OWN, "since": "2018-08-02"}
    assert len(policy_from({"dibao": [OWN, other_day]}).own_dibao) == 2


def test_a_standard_does_not_end_before_it_begins() -> None:
    assert standard_from({**OWN, "through": "2018-08-01"}, "a").through == date(2018, 8, 1)
    with pytest.raises(InputError) as refused:
        standard_from({**OWN, "through": "2018-07-31"}, "a")
    assert (refused.value.code, refused.value.path) == ("date-out-of-range", "a.through")


def test_reading_as_of_monthly_refuses_a_mean_that_is_not_whole_fen() -> None:
    own = [
        standard_from({**OWN, "since": "2018-01-01", "monthly": "600"}, "a"),
        standard_from({**OWN, "since": "2018-07-01", "monthly": "600.01"}, "b"),
    ]
    with pytest.raises(NoStandard) as refused:
        _as_of("monthly").with_dibao(own).standard("210302", date(2018, 9, 26))
    assert refused.value.code == "dibao-mean-not-exact"
    assert refused.value.details == {"area": "210302", "year": 2018}


def test_reading_as_of_monthly_keeps_a_standard_that_does_not_change_in_the_year() -> None:
    row = {**OWN, "since": "2018-01-01", "through": "2018-12-31", "monthly": "640"}
    policy = _as_of("monthly").with_dibao([standard_from(row, "a")])
    found = policy.standard("210302", date(2018, 9, 26))
    assert (found.monthly, found.source, found.also) == (fen("640"), row["source"], ())
    assert (found.since, found.through) == (date(2018, 1, 1), date(2018, 12, 31))


def test_reading_as_of_january_asks_for_new_years_day() -> None:
    assert _as_of("january").standard("210302", date(2020, 2, 29)).monthly == fen("670")
    with pytest.raises(NoStandard) as refused:
        _as_of("january").standard("210802", date(2019, 9, 1))
    assert refused.value.details["day"] == "2019-01-01"


def test_a_standard_is_looked_up_once() -> None:
    policy = load_policy().revised({"living_relief.months": 11})
    first = policy.standard("210302", date(2018, 9, 26))
    assert policy.standard("210302", date(2018, 9, 26)) is first


def test_each_day_has_at_most_one_bundled_standard() -> None:
    for row in bundled():
        for on in (row.since, row.through, row.since + DAY):
            covering = [r for r in bundled() if r.area == row.area and r.since <= on <= r.through]
            assert len(covering) == 1
