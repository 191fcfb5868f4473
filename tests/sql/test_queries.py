"""A query says of every complete household what a single case says, and of the others nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from dateutil.relativedelta import relativedelta
from families import IN_2018, bill, child, head, household, reading
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import OTHERWISE, households_of, made_up, populations
from query_tables import Rows, Tables, as_fen, held_to_single_cases, tables_of

from lnunion_rules import Household, NoStandard, NotInForce, Policy, PolicyError, load_policy
from lnunion_rules.sql import ALL, DIALECTS, RULES, query, tables_in
from lnunion_rules.sql.members import began_by
from lnunion_rules.testing import policies
from lnunion_rules.units import MOST, printed

GOLDEN = Path(__file__).parents[1] / "golden"
IN_MARCH_2020 = date(2020, 3, 1)
DAYS = st.sampled_from((IN_2018, IN_MARCH_2020))
FEW = settings(max_examples=8)
"""A database takes its time for every query; each example has many households instead."""


class Base:
    """A database in memory with the three tables, made by the statements of the library."""

    def __init__(self, tables: Tables, *, fen: bool = False) -> None:
        self._base = duckdb.connect()
        self._base.execute(tables_in("duckdb", fen=fen))
        for name, frame in (as_fen(tables) if fen else tables).items():
            self._base.register("given", frame.to_arrow())
            self._base.execute(f"insert into {name} by name select * from given")
            self._base.unregister("given")

    def __call__(self, text: str) -> Rows:
        found = self._base.execute(text)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def same(
    population: list[Household], on: date, policy: Policy | None = None, *, fen: bool = False
) -> None:
    base = Base(tables_of(population), fen=fen)
    held_to_single_cases(base, population, on, policy or load_policy(), fen=fen)


@FEW
@given(populations(most=20), DAYS, st.booleans())
def test_a_query_says_of_complete_households_what_a_single_case_says(
    population: list[Household], on: date, fen: bool
) -> None:
    same(population, on, fen=fen)


@FEW
@given(populations(complete=False, most=20), DAYS)
def test_a_query_answers_just_the_households_that_a_batch_finds_complete(
    population: list[Household], on: date
) -> None:
    same(population, on)


@settings(max_examples=20)
@given(populations(complete=False, most=20), DAYS, policies())
def test_a_query_says_what_a_single_case_says_under_any_policy(
    population: list[Household], on: date, policy: Policy
) -> None:
    if policy.choices["medical.bearable"] == "share_of_income":
        policy = policy.revised({"medical_aid.bearable_share": "0.10"})
    same(population, on, policy)


@pytest.mark.parametrize(("gap", "choice"), OTHERWISE)
@settings(max_examples=2)
@given(population=populations(complete=False, most=12), on=DAYS)
def test_a_query_says_what_a_single_case_says_under_every_other_reading(
    population: list[Household], on: date, gap: str, choice: str
) -> None:
    policy = load_policy().with_readings({gap: choice})
    same(population, on, policy.revised({"medical_aid.bearable_share": "0.10"}))


@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_a_made_up_population_with_households_at_every_line_is_answered_alike(on: date) -> None:
    same(households_of(made_up(600, on, seed=5)), on)


@given(st.randoms(use_true_random=False))
@settings(max_examples=3)
def test_the_order_of_rows_changes_nothing(chance: Any) -> None:
    population = households_of(made_up(150, IN_2018, seed=3))
    tables = tables_of(population)
    expected = {rule: sorted(map(repr, Base(tables)(query(rule, on=IN_2018)))) for rule in RULES}
    moved = {name: frame[_shuffled(frame.height, chance)] for name, frame in tables.items()}
    found = {rule: sorted(map(repr, Base(moved)(query(rule, on=IN_2018)))) for rule in RULES}
    assert found == expected


def _shuffled(rows: int, chance: Any) -> list[int]:
    order = list(range(rows))
    chance.shuffle(order)
    return order


FAMILY = household(
    head(serious_illness=True),
    child(schooling="higher"),
    medical_bills=[bill(total="80000")],
    annual_disposable_income="10000",
)
Change = dict[str, Any]


def changed(table: str, at: int = 0, **cells: Any) -> Callable[[Tables], Tables]:
    """One row of a table with other cells."""

    def change(tables: Tables) -> Tables:
        rows = tables[table].to_dicts()
        rows[at] |= cells
        return {**tables, table: pl.DataFrame(rows, schema=tables[table].schema)}

    return change


def doubled(table: str, **cells: Any) -> Callable[[Tables], Tables]:
    """The first row of a table once more, with other cells."""

    def change(tables: Tables) -> Tables:
        rows = tables[table].to_dicts()
        made = pl.DataFrame([*rows, rows[0] | cells], schema=tables[table].schema)
        return {**tables, table: made}

    return change


ONE_FEN_BELOW_NOTHING, ONE_FEN_TOO_MUCH = Decimal("-0.01"), Decimal("10000000000.00")
BROKEN = {
    "two heads": changed("members", 1, relation="head"),
    "no head": changed("members", relation="spouse"),
    "no relation": changed("members", 1, relation=None),
    "a relation that is no word": changed("members", 1, relation="Child"),
    "a stage that is no word": changed("members", 1, schooling="university"),
    "a mode that is no word": changed("members", 1, special_mode="at home"),
    "a member twice": doubled("members", relation="other"),
    "a member without an id": changed("members", 1, member_id=None),
    "aid below nothing": changed("members", 1, other_education_aid=ONE_FEN_BELOW_NOTHING),
    "work begun before there was any": changed("members", labour_relation_since=date(1949, 9, 30)),
    "more members than a file holds": lambda tables: {
        **tables,
        "members": pl.concat(
            [
                tables["members"],
                *(
                    tables["members"][1:2].with_columns(member_id=pl.lit(f"n{number}"))
                    for number in range(99)
                ),
            ]
        ),
    },
    "no members": lambda tables: {**tables, "members": tables["members"][:0]},
    "incomes by month": changed("households", monthly_incomes="1000;" * 5 + "1000"),
    "an unknown ground": changed("households", exclusions="two_homes;yacht"),
    "two words in one": changed("households", exclusions="two_homesowns_shop"),
    "income below nothing": changed("households", annual_disposable_income=ONE_FEN_BELOW_NOTHING),
    "income beyond all": changed("households", annual_disposable_income=ONE_FEN_TOO_MUCH),
    "dibao beyond all": changed("households", annual_dibao_received=ONE_FEN_TOO_MUCH),
    "an area that is not on record": changed("households", area="999999"),
    "no area": changed("households", area=None),
    "no id": changed("households", household_id=None),
    "a household twice": doubled("households", filed=False),
    "a bill twice": doubled("medical_bills"),
    "a bill without an id": changed("medical_bills", bill_id=None),
    "a bill of nobody": changed("medical_bills", member_id="m9"),
    "a bill of another time": changed("medical_bills", billed_on=date(2101, 1, 1)),
    "a bill of which more is paid": changed("medical_bills", mutual_aid=Decimal("80000.01")),
    "a bill of which others pay more": changed("medical_bills", other_payers=Decimal("80000.01")),
    "a bill below nothing": changed("medical_bills", out_of_catalogue=ONE_FEN_BELOW_NOTHING),
    "a bill that may leave something": changed("medical_bills", basic_insurance=None),
    "a bill of no known size": changed("medical_bills", total=None),
    "more bills than a file holds": lambda tables: {
        **tables,
        "medical_bills": pl.concat(
            [
                tables["medical_bills"].with_columns(bill_id=pl.lit(f"b{number}"))
                for number in range(1001)
            ]
        ),
    },
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_in_order_is_not_answered_and_disturbs_no_other(name: str) -> None:
    other = FAMILY.model_copy(update={"household_id": "LN-0002"})
    tables = tables_of([FAMILY])
    broken = BROKEN[name](tables)
    beside = tables_of([other])
    base = Base({table: pl.concat([broken[table], beside[table]]) for table in broken})
    for rule in (*RULES, ALL):
        rows = base(query(rule, on=IN_2018))
        answered = [row for row in rows if row["complete"]]
        assert [row["household_id"] for row in answered] == ["LN-0002"]
        for row in rows:
            if not row["complete"]:
                told = {"household_id", "member_id", "complete", "why_open"}
                assert not [row[column] for column in row.keys() - told if row[column] is not None]
    households = broken["households"].height + 1
    assert len(base(query(ALL, on=IN_2018))) == households
    assert len(base(query(RULES[0], on=IN_2018))) == households


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a household twice", "household-in-two-rows"),
        ("an area that is not on record", "no-dibao-standard"),
        ("two heads", "ask-batch"),
        ("no area", "ask-batch"),
    ],
)
def test_why_a_household_is_not_answered_is_told(name: str, why: str) -> None:
    rows = Base(BROKEN[name](tables_of([FAMILY])))(query(ALL, on=IN_2018))
    assert {row["why_open"] for row in rows} == {why}


IN_ORDER = {
    "money at the most it may be": changed(
        "households", annual_accident_loss=Decimal(printed(MOST))
    ),
    "every ground at once": changed(
        "households",
        exclusions="motor_vehicle;study_abroad;high_fee_school;employs_others;owns_shop;two_homes",
    ),
    "nothing said of exclusions": changed("households", exclusions=None),
    "a member of no household": doubled("members", household_id="LN-0009"),
    "a bill of no household": doubled("medical_bills", household_id="LN-0009"),
    "a bill that leaves nothing, of unknown parts": changed(
        "medical_bills", basic_insurance=Decimal("80000.00"), mutual_aid=None
    ),
    "a bill of another year, of unknown parts": changed(
        "medical_bills", billed_on=date(2017, 12, 31), total=None
    ),
}


@pytest.mark.parametrize("name", IN_ORDER)
def test_what_is_in_order_is_answered(name: str) -> None:
    base = Base(IN_ORDER[name](tables_of([FAMILY])))
    assert [row["complete"] for row in base(query(ALL, on=IN_2018))] == [True]


def test_sums_at_the_bounds_of_money_are_exact() -> None:
    most = printed(MOST)
    bills = [
        bill(bill_id=f"b{number:04d}", total=most, billed_on="2018-03-01") for number in range(1000)
    ]
    rich = household(
        head(serious_illness=True),
        *(child(f"m{number:02d}", schooling="higher") for number in range(2, 101)),
        annual_disposable_income="0",
        annual_accident_loss=most,
        annual_rigid_expenditure=most,
        medical_bills=bills,
    )
    for on in (IN_2018, IN_MARCH_2020):
        same([rich], on, load_policy().with_monthly_dibao("99999"))


def test_amounts_are_decimals_of_two_places_and_no_column_is_floating() -> None:
    base = Base(tables_of([FAMILY]))
    for rule in (*RULES, ALL):
        kinds = {row["column_type"] for row in base("describe " + query(rule, on=IN_2018))}
        assert kinds <= {"VARCHAR", "BOOLEAN", "DECIMAL(18,2)", "INTEGER", "BIGINT"}


def test_a_query_reads_as_it_is_kept_here() -> None:
    heading, _, told = query("living_relief", on=IN_2018).partition("\nwith\n")
    kept = (GOLDEN / "living_relief.sql").read_text(encoding="utf-8")
    assert f"with\n{told}" == kept
    assert all(line.startswith("-- ") for line in heading.splitlines())
    for named in ("生活救助", "2018-12-31", load_policy().sha256, "living.who=deep", "NULL"):
        assert named.lower() in heading.lower()


def test_dialects_differ_in_few_words() -> None:
    told = {name: query(ALL, on=IN_2018, dialect=name) for name in DIALECTS}
    plain = told["duckdb"].replace(" // ", " / ").replace("DuckDB", "PostgreSQL")
    assert plain == told["postgres"].replace("as materialized (", "as (")
    plain = told["duckdb"].replace(" // ", " div ").replace("DuckDB", "Spark SQL")
    assert plain == told["spark"].replace("\n  distribute by household_id", "")


def test_the_columns_of_the_layout_are_those_of_a_batch() -> None:
    from lnunion_rules.batch.reading.rows import TABLES as OF_BATCH
    from lnunion_rules.sql.layout import TABLES

    kinds = {"text": {"id", "text", "choice", "choices", "amounts"}, "flag": {"flag"}}
    kinds |= {"money": {"money"}, "day": {"day"}}
    for name, columns in TABLES.items():
        known = {column.name: column.kind for column in OF_BATCH[name].columns}
        assert all(known[column] in kinds[kind] for column, kind in columns.items())
    assert set(TABLES["households"]) == {column.name for column in OF_BATCH["households"].columns}


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(0, 50), st.integers(-2, 2))
def test_the_last_day_from_which_years_have_passed_is_found(on: date, years: int, off: int) -> None:
    last = began_by(on, years)
    since = last + timedelta(days=off)
    assert (since + relativedelta(years=years) <= on) is (since <= last)


@pytest.mark.parametrize("rule", ["living_relief", "education_aid", "medical_aid"])
def test_an_aid_that_depends_on_the_others_has_no_query_of_its_own(rule: str) -> None:
    policy = reading(package__stacking="largest")
    with pytest.raises(PolicyError) as refused:
        query(rule, on=IN_2018, policy=policy)
    assert refused.value.code == "query-of-all-needed"


REFUSED = [
    (PolicyError, "query-unknown", {"rule": "collective_welfare"}),
    (PolicyError, "dialect-unknown", {"rule": ALL, "dialect": "oracle"}),
    (NotInForce, "not-in-force", {"rule": ALL, "on": date(2018, 9, 25)}),
    (NoStandard, "no-standard-for-query", {"rule": ALL, "on": date(2030, 1, 1)}),
    (
        PolicyError,
        "parameter-not-stated",
        {"rule": ALL, "policy": reading(medical__bearable="share_of_income")},
    ),
]


@pytest.mark.parametrize(("kind", "code", "asked"), REFUSED)
def test_what_no_query_can_say_is_refused(
    kind: type[Exception], code: str, asked: dict[str, Any]
) -> None:
    with pytest.raises(kind) as refused:
        query(**{"on": IN_2018, **asked})
    assert getattr(refused.value, "code", "") == code


def test_one_standard_for_every_area_answers_every_area() -> None:
    policy = load_policy().with_monthly_dibao("600")
    assert query(ALL, on=date(2030, 1, 1), policy=policy).count("cast(60000 as bigint)") > 100
