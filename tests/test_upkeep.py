"""Looking after the law: what is shown, covered, stale, and what the checks find."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from families import IN_2018, dibao, reading

from lnunion_rules import NotInForce, PolicyError, load_policy
from lnunion_rules.dibao import Standard
from lnunion_rules.errors import NoStandard
from lnunion_rules.readings import readings
from lnunion_rules.rulebook import rule_names
from lnunion_rules.units import fen
from lnunion_rules.upkeep.covered import coverage
from lnunion_rules.upkeep.lint import checks_of, lint, record_of
from lnunion_rules.upkeep.shown import law_on
from lnunion_rules.upkeep.stale import stale_on

LAW = load_policy()
RECORD = record_of(LAW)
MONTHS = "living_relief.months"


# ── The law of a day ──


def test_every_rule_is_shown_with_its_figures_and_readings():
    law = law_on(IN_2018, LAW)
    assert [shown.rule for shown in law.rules] == list(rule_names())
    for shown in law.rules:
        assert shown.in_force
        on_record = LAW.law(shown.rule, IN_2018)
        assert [figure.name for figure in shown.figures] == [
            row.name for row in on_record.period.parameters
        ]
        assert [gap.id for gap in shown.readings] == list(on_record.rule.every_reading)
        assert all(gap.choice == gap.default for gap in shown.readings)


def test_a_figure_is_shown_with_its_value_words_source_and_grade():
    (shown,) = law_on(IN_2018, LAW, name="education_aid").rules
    floor = next(figure for figure in shown.figures if figure.name.endswith("secondary_floor"))
    told = (floor.value, floor.unit, floor.says, floor.source, floor.grade, floor.revised)
    assert told == ("3000.00", "yuan/year", "不低于3000元", "opinion_2018", "A", False)


def test_a_figure_that_no_text_states_has_no_value():
    (shown,) = law_on(IN_2018, LAW, name="medical_aid").rules
    assert [figure.value for figure in shown.figures] == [None]


def test_every_source_that_is_named_is_told():
    law = law_on(IN_2018, LAW, area="210302")
    told = {source.id for source in law.sources}
    assert {shown.source for shown in law.rules} <= told
    assert {figure.source for shown in law.rules for figure in shown.figures} <= told
    assert law.dibao is not None
    assert law.dibao.source in told


def test_a_revision_and_a_reading_are_shown():
    policy = reading(living__who="deep_and_relative").revised({MONTHS: "11"})
    law = law_on(IN_2018, policy, name="living_relief")
    (shown,) = law.rules
    (months,) = shown.figures
    assert (months.value, months.revised, months.source) == ("11", True, "caller_revision")
    gap = next(gap for gap in shown.readings if gap.id == "living.who")
    assert (gap.choice, gap.default) == ("deep_and_relative", "deep")
    assert law.changes == policy.changes


def test_the_period_of_the_day_is_the_one_shown():
    (old,) = law_on(date(2019, 12, 31), LAW, name="hardship").rules
    (new,) = law_on(date(2020, 1, 1), LAW, name="hardship").rules
    assert (old.label, old.through) == ("2016", date(2019, 12, 31))
    assert (new.label, new.through) == ("2020", None)


def test_a_rule_out_of_force_is_shown_with_its_reason():
    law = law_on(date(2018, 8, 15), LAW)
    aid = next(shown for shown in law.rules if shown.rule == "living_relief")
    assert (aid.in_force, aid.reason, aid.figures) == (False, "not-in-force", ())
    assert aid.readings


def test_a_rule_asked_for_by_name_must_be_in_force():
    with pytest.raises(NotInForce) as refused:
        law_on(date(2018, 8, 15), LAW, name="living_relief")
    assert refused.value.code == "not-in-force"
    with pytest.raises(PolicyError) as refused:
        law_on(IN_2018, LAW, name="none")
    assert refused.value.code == "rule-unknown"


def test_a_day_without_any_law_is_refused():
    with pytest.raises(NotInForce) as refused:
        law_on(date(2010, 1, 1), LAW)
    assert refused.value.code == "no-law-that-day"


def test_the_standard_of_an_area_is_that_of_its_city_where_it_is_a_district():
    law = law_on(IN_2018, LAW, area="鞍山市铁东区")
    assert law.dibao is not None
    assert (law.dibao.area, law.dibao.name, law.dibao.monthly) == (
        "210302",
        "鞍山市铁东区",
        "635.00",
    )
    assert (law.dibao.since, law.dibao.through) == (date(2018, 7, 1), date(2019, 6, 30))


def test_a_standard_for_all_has_no_dates():
    law = law_on(IN_2018, dibao("700"), area="210700")
    assert law.dibao is not None
    assert (law.dibao.monthly, law.dibao.since, law.dibao.through) == ("700.00", None, None)


def test_a_gap_in_the_standards_is_refused_by_name():
    with pytest.raises(NoStandard) as refused:
        law_on(IN_2018, LAW, area="锦州市")
    assert refused.value.details == {
        "area": "锦州市",
        "area_code": "210700",
        "day": "2018-12-31",
    }


# ── Coverage ──


def test_every_sentence_has_a_rule_or_a_reason():
    found = coverage()
    assert [clause.number for clause in found.clauses] == list(range(1, 75))
    for clause in found.clauses:
        assert clause.covered_by or (clause.why_zh and clause.why_en)
        assert clause.status == (
            "covered" if clause.covered_by else "planned" if clause.planned else "not_modelled"
        )
    counts = found.counts
    assert counts.covered + counts.planned + counts.not_modelled == counts.sentences == 74
    assert counts.covered == sum(bool(clause.covered_by) for clause in found.clauses)


# ── What is stale ──


def test_a_figure_is_due_when_its_days_are_over():
    reviewed = date(2026, 11, 24)
    for days, after, due in ((30, 30, False), (30, 31, True), (0, 0, False), (0, 1, True)):
        found = stale_on(reviewed + timedelta(days=after), LAW, days=days).found
        paths = {item.path for item in found if item.code == "review-due"}
        assert ("education_aid.secondary_floor" in paths) is due
        assert any(path.startswith("dibao.210300.") for path in paths) is due


def test_what_has_ended_is_named_the_day_after():
    for day, over in ((date(2020, 12, 31), False), (date(2021, 1, 1), True)):
        found = {(item.code, item.path) for item in stale_on(day, LAW).found}
        assert (("plan-over", "living_relief") in found) is over
        assert (("law-ended", "employment_support") in found) is over
        assert not any(path == "hardship" for _, path in found)


def test_a_standard_has_run_out_when_no_later_row_follows():
    def ran_out(day: date) -> set[str]:
        return {i.path for i in stale_on(day, LAW).found if i.code == "standard-ran-out"}

    assert "dibao.211100" not in ran_out(date(2019, 6, 30))
    assert "dibao.211100" in ran_out(date(2019, 7, 1))
    assert "dibao.210300" not in ran_out(date(2022, 1, 1))  # a gap, but rows follow


def test_a_callers_own_standard_keeps_an_area_from_running_out():
    own = Standard("211100", date(2019, 7, 1), date(2030, 6, 30), fen("660"), "ours")
    found = stale_on(date(2025, 1, 1), LAW.with_dibao([own])).found
    assert "dibao.211100" not in {item.path for item in found}


# ── The checks ──


def codes(record) -> set[tuple[str, str, bool]]:
    return {(check.code, check.path, check.failing) for check in checks_of(record)}


def found_in(record) -> set[tuple[str, str]]:
    """What the checks find in a changed record and not in the law on record."""
    return {(code, path) for code, path, _ in codes(record) - codes(RECORD)}


def failing(record) -> bool:
    return any(check.failing for check in checks_of(record))


def with_rule(name: str, **changes):
    rule = RECORD.rules[name]
    return RECORD._replace(rules={**RECORD.rules, name: replace(rule, **changes)})


def with_figure(name: str, **changes):
    owner = name.partition(".")[0]
    periods = tuple(
        replace(
            period,
            parameters=tuple(
                replace(figure, **changes) if figure.name == name else figure
                for figure in period.parameters
            ),
        )
        for period in RECORD.rules[owner].periods
    )
    return with_rule(owner, periods=periods)


def test_the_law_on_record_passes():
    found = lint(LAW)
    assert found.failing == 0
    assert not any(check.failing for check in found.checks)


def test_readings_and_sources_that_no_rule_uses_yet_are_listed_apart():
    found = lint(LAW)
    used = {name for named in LAW.rules.values() for name in named.every_reading}
    assert set(found.readings_not_yet_used) == set(readings()) - used
    assert "living.who" in used
    assert "dibao_anshan_2018" not in found.sources_not_yet_used
    assert not {"union_own_rule", "acftu_funds_rule_2017"} & {*found.sources_not_yet_used}


@pytest.mark.parametrize(
    ("record", "code", "path"),
    [
        (with_figure(MONTHS, source=""), "figure-without-source", MONTHS),
        (with_figure(MONTHS, source="x"), "source-unknown", MONTHS),
        (with_figure(MONTHS, says=""), "figure-without-words", MONTHS),
        (with_figure(MONTHS, number=121), "figure-out-of-bounds", MONTHS),
        (with_rule("hardship", cites=("x",)), "source-unknown", "hardship"),
        (
            with_rule("hardship", periods=RECORD.rules["hardship"].periods[::-1]),
            "periods-out-of-order",
            "hardship",
        ),
        (
            with_rule(
                "hardship",
                periods=(
                    replace(RECORD.rules["hardship"].periods[0], through=date(2020, 1, 1)),
                    RECORD.rules["hardship"].periods[1],
                ),
            ),
            "periods-out-of-order",
            "hardship",
        ),
        (
            with_rule(
                "hardship",
                periods=(
                    replace(RECORD.rules["hardship"].periods[0], parameters=()),
                    RECORD.rules["hardship"].periods[1],
                ),
            ),
            "figures-differ",
            "hardship",
        ),
        (
            with_rule(
                "safety_net",
                periods=tuple(
                    replace(period, source="x") for period in RECORD.rules["safety_net"].periods
                ),
            ),
            "source-unknown",
            "safety_net",
        ),
        (with_rule("safety_net", rests_on=("dibao.nowhere",)), "reading-unknown", "safety_net"),
        (
            RECORD._replace(
                readings={
                    **RECORD.readings,
                    "living.who": replace(RECORD.readings["living.who"], source="x"),
                }
            ),
            "source-unknown",
            "living.who",
        ),
        (
            RECORD._replace(choices={**RECORD.choices, "living.who": "nobody"}),
            "choice-unknown",
            "living.who",
        ),
        (
            RECORD._replace(clauses=[{**RECORD.clauses[0], "covered_by": ["living_relief.none"]}]),
            "covers-unknown",
            "clause[1]",
        ),
        (
            RECORD._replace(clauses=[{**RECORD.clauses[0], "covered_by": ["welfare"]}]),
            "covers-unknown",
            "clause[1]",
        ),
        (
            RECORD._replace(clauses=[{**RECORD.clauses[0], "covered_by": [], "why_zh": ""}]),
            "sentence-unexplained",
            "clause[1]",
        ),
        (
            RECORD._replace(clauses=RECORD.clauses[1:]),
            "sentences-out-of-order",
            "data/clauses.toml",
        ),
        (
            RECORD._replace(clauses=[RECORD.clauses[0], {**RECORD.clauses[0], "number": 2}]),
            "sentences-out-of-order",
            "data/clauses.toml",
        ),
        (
            RECORD._replace(clauses=[{**RECORD.clauses[0], "sha256": "XYZ"}]),
            "sentences-out-of-order",
            "data/clauses.toml",
        ),
        (
            RECORD._replace(standards=(*RECORD.standards, RECORD.standards[0])),
            "standards-overlap",
            "dibao.210100",
        ),
        (
            RECORD._replace(standards=(RECORD.standards[0]._replace(source="x"),)),
            "source-unknown",
            "dibao.210100",
        ),
        (
            RECORD._replace(files={"data/x.toml": {"row": [{"zh": "有", "en": ""}]}}),
            "label-missing",
            "data/x.toml.row[0]",
        ),
        (
            RECORD._replace(files={"data/x.toml": {"why_zh": "有"}}),
            "label-missing",
            "data/x.toml",
        ),
    ],
)
def test_a_mistake_in_the_data_fails(record, code, path):
    assert (code, path) in found_in(record)
    assert failing(record)


def own(area: str, since: date, monthly: str, source: str = "ours") -> Standard:
    return Standard(area, since, date(since.year + 1, 6, 30), fen(monthly), source)


@pytest.mark.parametrize(
    ("monthly", "code"),
    [
        ("299.99", "pupil-above-student"),
        ("300", "floor-binds"),
        ("428.57", "floor-binds"),
        ("428.58", None),
    ],
)
def test_a_standard_at_which_the_floor_binds_is_remarked(monthly, code):
    record = RECORD._replace(own_standards=(own("210700", date(2018, 10, 1), monthly),))
    found = {code for code, path in found_in(record) if path == "dibao.210700"}
    assert found == {"source-of-caller"} | ({code} if code else set())
    assert not failing(record)


def test_a_standard_before_the_rule_is_not_held_against_it():
    low = own("210700", date(2015, 7, 1), "200")._replace(source="dibao_anshan_2018")
    assert not {code for code, path in found_in(RECORD._replace(own_standards=(low,)))}


def test_a_gap_is_remarked_by_its_days_and_a_city_without_standards_by_its_name():
    told = {(check.code, check.path): check.en for check in lint(LAW).checks}
    assert told["standard-gap", "dibao.210100"].endswith("leave out 2019-07-01 to 2021-06-30.")
    assert "锦州市" in told["no-standard", "dibao.210700"]
    assert ("no-standard", "dibao.210100") not in told


def test_a_callers_rows_may_stand_over_those_on_record():
    policy = LAW.with_dibao([own("210300", date(2018, 7, 1), "700")])
    found = lint(policy)
    assert found.failing == 0
    assert ("source-of-caller", "dibao.210300") in {(c.code, c.path) for c in found.checks}


def test_a_revised_figure_is_no_mistake():
    assert lint(LAW.revised({"education_aid.secondary_floor": "3600"})).failing == 0


def test_every_remark_is_told_in_both_languages():
    for check in lint(LAW).checks:
        assert check.zh.endswith("。")
        assert check.en.endswith(".")
        assert "{" not in check.zh + check.en
