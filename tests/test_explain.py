"""Findings in words: the finding's own figures, both languages, nothing of a caller's as markup."""

import re
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from math import ceil, floor
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import pytest
from families import (
    IN_2018,
    IN_2020,
    alone,
    bill,
    child,
    head,
    household,
    of_three,
    reading,
    spouse,
)
from hypothesis import HealthCheck, given, settings

from lnunion_rules import Award, Household, Package, assess_household, load_policy
from lnunion_rules.dibao import standard_from
from lnunion_rules.errors import Language, LnunionError
from lnunion_rules.explain import explain, html, letter
from lnunion_rules.explain.content import worksheet
from lnunion_rules.explain.naming import findings_of, rule_of
from lnunion_rules.explain.pages import escaped, padded, width_of, wrapped
from lnunion_rules.explain.words import money, percent, plain
from lnunion_rules.numerals import capitals
from lnunion_rules.readings import readings
from lnunion_rules.resources import table
from lnunion_rules.rulebook import Label, rule
from lnunion_rules.rules import rooms
from lnunion_rules.sources import sources
from lnunion_rules.testing import Case, cases, policies

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both = pytest.mark.parametrize("language", LANGUAGES)
some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])

SCRIPT = "<script>alert(1)</script>|`x`*y*_z_[a](b)"


def the_example() -> Package:
    text = (ROOT / "examples" / "one_family.json").read_text(encoding="utf-8")
    return assess_household(Household.model_validate_json(text), on=IN_2018)


def aid(found: Package, name: str) -> Award:
    return next(award for award in found.awards if award.rule == name)


def told(found: Any, language: Language = "zh") -> str:
    return explain(found, language).text(200)


# ---- Golden texts ----


def golden() -> dict[str, str]:
    package = the_example()
    texts = {
        f"one_family.{language}.txt": explain(package, language).text() for language in LANGUAGES
    }
    letters = {f"letter.{language}.md": letter(package, language) for language in LANGUAGES}
    # Every change of the law or of the library changes the codes; the words stay.
    hidden = {
        name: re.sub(r"[0-9a-f]{64}|(?<=-)[0-9a-f]{8}", "0", text) for name, text in letters.items()
    }
    return texts | hidden


@pytest.mark.parametrize("name", golden())
def test_the_example_family_is_told_as_on_record(name: str) -> None:
    assert golden()[name] == (GOLDEN / name).read_text(encoding="utf-8")


# ---- The figures are the finding's ----


def comes_to(figures: str) -> Fraction | None:
    """What plain arithmetic on the page comes to; None where it is not plain arithmetic."""
    text = figures.replace(",", "")
    if not re.fullmatch(r"[0-9.()%+−×÷ -]+", text):
        return None
    text = re.sub(r"([0-9.]+)%", r"(\1/100)", text)
    text = re.sub(r"[0-9.]+", lambda number: f"Fraction('{number[0]}')", text)
    found: Fraction = eval(text.translate(str.maketrans("−×÷", "-*/")), {"Fraction": Fraction})
    return found


def figures_in(how: str) -> str:
    """The figures at the end of a line's formula, without their brackets."""
    match = re.search(r"（([^（）]*)）$", how)
    return match[1] if match else ""


@some
@given(cases(complete=False), policies())
def test_an_explanation_states_the_findings_own_figures(case: Case, policy: Any) -> None:
    try:
        package = assess_household(case.household, on=case.on, policy=policy)
    except LnunionError:
        return
    checked = 0
    for finding in (*findings_of(package), *package.services):
        units = rule(rule_of(finding)).lines
        lines = worksheet(finding, "zh")
        assert len(lines) == len(finding.worksheet)
        for (name, value), line in zip(finding.worksheet.items(), lines, strict=True):
            if value is None:
                assert line.result == "未知"
            elif units[name].unit.startswith("yuan") and len(value) < len("10000000000.00"):
                assert line.result.startswith(money(int(value.replace(".", ""))))
                exact = comes_to(figures_in(line.how))
                if exact is not None:
                    cents = exact * 100
                    assert Fraction(value) * 100 in (floor(cents + Fraction(1, 2)), ceil(cents))
                    checked += 1
    assert checked or package.hardship.worksheet["dibao_per_year"] is None


@some
@given(cases(complete=False), policies())
def test_every_finding_can_be_told_in_both_languages(case: Case, policy: Any) -> None:
    try:
        package = assess_household(case.household, on=case.on, policy=policy)
    except LnunionError:
        return
    for language in LANGUAGES:
        whole = explain(package, language)
        assert whole == explain(Package.model_validate_json(package.model_dump_json()), language)
        for text in (whole.text(), whole.markdown(), letter(package, language)):
            assert text.endswith("\n")
            assert "{" not in text
            assert "None" not in text
    english = explain(package, "en")
    told_in_english = [
        *english.answer,
        *(line.how for part in english.parts for line in part.lines),
    ]
    assert not re.search("[\u4e00-\u9fff]", "".join(told_in_english))
    html(package)


@some
@given(cases(complete=False))
def test_an_amount_is_granted_in_a_letter_only_where_it_is_due(case: Case) -> None:
    package = assess_household(case.household, on=case.on)
    text, english = letter(package), letter(package, "en")
    due = [
        award for award in package.awards if award.kind == "grant" and award.outcome == "entitled"
    ]
    total = bool(package.total_grants)
    assert text.count("决定发放") == len(due) + total + text.count("不是决定发放的数额")
    assert english.count("Granted") == len(due) + total
    for award in package.awards:
        if award.outcome == "entitled" and award.amount is not None:
            assert capitals(award.amount) in text
            assert money(int(award.amount * 100)) in text
    undetermined = sum(
        award.outcome == "undetermined" and award.kind != "referral" for award in package.awards
    )
    assert text.count("这不是承诺") == undetermined


# ---- What is said, case by case ----


def test_a_package_leads_with_its_answer() -> None:
    lead = explain(the_example()).answer
    assert lead[1].startswith("困难类别：相对困难")
    assert "应发6,350.00元" in lead[3]
    assert "最高可补助20,000.00元" in lead[4]
    assert lead[-2:] == ("应发合计：6,350.00元。", "上限合计：20,000.00元（不是应发数额）。")


def test_the_distance_to_the_next_category_is_said() -> None:
    assert "现在还差10,890.01元" in told(assess_household(of_three(), on=IN_2018).hardship)
    above = assess_household(of_three("40000"), on=IN_2018).hardship
    assert "低于34,290.01元时，类别改变；现在高出5,709.99元" in told(above)
    at = assess_household(of_three("34290.01"), on=IN_2018).hardship
    assert "正好等于34,290.01元这条线" in told(at)
    assert "falls below 34,290.01 yuan" in told(above, "en")
    barred = assess_household(of_three(exclusions=["owns_shop"]), on=IN_2018).hardship
    assert "类别改变；" not in told(barred)


def test_only_the_branch_that_a_case_takes_is_told() -> None:
    student = explain(aid(the_example(), "education_aid"))
    how = {line.label: line.how for line in student.lines}
    assert how["该生的标准"] == "就学阶段为“高等教育”：高等教育标准"
    assert how["高等教育标准"] == "当地低保标准 × 10个月（635.00 × 10）"
    assert how["助学金"] == "该生的标准"
    pupil = household(head(), child(schooling="senior_secondary"), annual_disposable_income="9000")
    told_of = explain(aid(assess_household(pupil, on=IN_2018), "education_aid"), "en")
    how = {line.label: line.how for line in told_of.lines}
    assert how["this student's standard"].startswith("schooling is “senior secondary”: standard in")


def test_the_lines_of_a_category_are_put_beside_the_income() -> None:
    lines = explain(the_example().hardship).lines
    assert lines[-1][:2] == ("困难类别", "相对困难")
    words, figures = lines[-1].how.rstrip("）").split("（")
    assert words == "与低保比较的年收入不低于深度困难线；与低保比较的年收入低于相对困难线"
    assert figures == "23,400.00 ≥ 22,860.00；23,400.00 < 34,290.01"


def test_months_running_are_told_where_they_decide() -> None:
    incomes = ["500.00"] * 6
    found = assess_household(alone("90000", monthly_incomes=incomes), on=IN_2018).hardship
    assert "各月中最高的家庭月收入 × 12低于深度困难线（500.00 × 12 < 7,620.00）" in told(found)


def test_what_bars_a_household_is_told() -> None:
    found = assess_household(alone("1000", exclusions=["motor_vehicle"]), on=IN_2018).hardship
    text = told(found)
    assert "不予建档的情形为“经常使用机动车辆（营运谋生除外）”" in text
    migrant = household(head(migrant=True, union_member=False))
    text = told(assess_household(migrant, on=IN_2018).hardship)
    assert "“属于可建档的职工”为否" in text


def test_the_newer_set_takes_rigid_expenditure_off() -> None:
    found = assess_household(of_three("60000", annual_rigid_expenditure="70000"), on=IN_2020)
    text = told(found.hardship)
    assert "计入的年收入 − 家庭年刚性支出（60,000.00 − 70,000.00）" in text
    assert "按新认定标准（2020年起）" in text
    assert "((-10,000.00)（负数按零计）) ÷ (3 × 12)" in text
    assert "2016" not in explain(found.hardship).answer[0]


def test_a_loss_is_weighed_against_income() -> None:
    facts = {"annual_accident_loss": "50000.01", "annual_rigid_expenditure": "0"}
    found = assess_household(alone("60000", **facts), on=IN_2020).hardship
    assert found.category == "accident"
    assert "当年意外损失 ÷ 80%（不足一分的进一分）（50,000.01 ÷ 80%）" in told(found)
    lost = assess_household(alone("20000", annual_accident_loss="1"), on=IN_2018).hardship
    assert "全家一年的低保标准 × 300%，含本数，加一分为界（7,620.00 × 300% + 0.01）" in told(lost)
    uncapped = load_policy().revised({"hardship.accident_capped": 0})
    found = assess_household(alone("20000", annual_accident_loss="1"), on=IN_2018, policy=uncapped)
    assert "不设上限" in told(found.hardship)
    assert "no ceiling" in told(found.hardship, "en")


def test_an_inexact_line_is_not_told_as_exact() -> None:
    policy = load_policy().revised({"hardship.relative_share": "1.3333"})
    policy = policy.with_monthly_dibao("635.01")
    found = assess_household(alone("9000", other_cause=True), on=IN_2018, policy=policy).hardship
    assert "7,620.12 × 133.33%（不足一分的进一分）" in told(found)


def test_what_is_missing_is_named_with_the_document_that_proves_it() -> None:
    people = (head(serious_illness=True), child(schooling=None))
    facts = {"annual_disposable_income": None, "medical_bills": [bill(total=None)]}
    package = assess_household(household(*people, **facts), on=IN_2018)
    whole = explain(package)
    missing = {row.fact: row.document for part in whole.parts for row in part.missing}
    assert missing["家庭年可支配收入"] == "近12个月工资单、银行流水或单位收入证明"
    assert missing["子女m3：就学阶段"] == "学校出具的学籍或在读证明"
    assert missing["第1张票据：医疗费总额"] == "医疗收费票据和医保结算单"
    assert f"还缺{len(missing)}项事实，见各项说明。" in whole.answer
    assert "最高数额未知" in told(aid(package, "medical_aid"))
    assert "子女m3：就学阶段。请提供：学校出具的学籍或在读证明。" in letter(package)
    assert "上限合计：暂不能确定（不是应发数额）。" in whole.answer
    alone_told = explain(aid(package, "education_aid"), "en").missing
    assert any(row.fact == "member m3: stage of schooling" for row in alone_told)


def test_an_undetermined_amount_comes_with_its_range() -> None:
    people = (head(), spouse(disabled=True), child(schooling="higher"))
    package = assess_household(household(*people, annual_disposable_income=None), on=IN_2018)
    assert "暂不能确定，在0.00元至7,620.00元之间" in told(aid(package, "living_relief"))
    assert "undetermined, 0.00 to 13,970.00 yuan" in told(package, "en")
    assert "可能是深度困难" in told(package.hardship)
    assert "现在还不能确定" in letter(package)


def test_a_referral_is_never_told_as_a_grant() -> None:
    people = (head(disabled=True, can_work=False), spouse())
    package = assess_household(household(*people, annual_disposable_income="9000"), on=IN_2018)
    net = told(aid(package, "safety_net"))
    assert "应转请政府救助" in net
    assert "不是工会发放的款项" in net
    assert "不是工会发放的款项" in letter(package)
    assert "not a grant by the union" in letter(package, "en")


def test_only_the_largest_aid_says_why_the_others_are_not_given() -> None:
    given_all = of_three("9000", annual_medical_bearable="0", medical_bills=[])
    policy = reading(package__stacking="largest")
    package = assess_household(given_all, on=IN_2018, policy=policy)
    assert "只取金额最大的一项" in told(aid(package, "education_aid"))
    assert "only the largest aid is given" in letter(package, "en")


def test_a_service_out_of_force_and_a_plan_that_is_over_are_said() -> None:
    policy = load_policy().with_monthly_dibao("700")
    found = assess_household(of_three(), on=date(2021, 3, 1), policy=policy)
    whole = explain(found)
    assert [row.result for row in whole.services] == ["可以享受", "未列入"]
    assert any("方案期" in notice for part in whole.parts for notice in part.notices)
    assert "三年方案期已过" in letter(found)
    assert "no text is in force that day" in told(found, "en")


def test_odd_data_is_noticed() -> None:
    odd = household(
        head(), spouse(), {**spouse(), "member_id": "m9"}, child(birth_date="1960-01-01")
    )
    package = assess_household(odd, on=IN_2018)
    assert len(explain(package).notices) == 2
    assert "两名以上配偶" in letter(package)
    assert "more than one spouse" in told(package, "en")


def test_a_service_is_told_on_its_own() -> None:
    package = assess_household(household(head(wants_work=None)), on=IN_2018)
    assert explain(package.services[0]).answer[0] == "暂不能确定，须先补齐下列事实。"
    able = assess_household(of_three(), on=IN_2018).services[0]
    assert explain(able, "en").answer[0].startswith("May not have it. Reason: ")


def test_the_precision_and_the_grade_of_a_dibao_standard_are_said() -> None:
    first = explain(the_example().hardship).figures[0]
    assert first.label == "当地低保标准"
    assert first.value == "635.00元/人·月"
    assert "2018年7月1日起" in first.origin
    assert "C 级" in first.origin
    assert "推断：文本隐去市名" in first.origin
    english = explain(the_example().hardship, "en").figures
    assert "inferred: The text does not name the city" in english[0].origin
    assert any("precise to the year only" in figure.origin for figure in english)


def test_a_revised_figure_says_that_the_caller_changed_it() -> None:
    policy = load_policy().revised(
        {"education_aid.secondary_floor": "3600", "dibao.factor": "1.08"}
    )
    found = aid(assess_household(of_three(), on=IN_2018, policy=policy), "education_aid")
    figures = {row.label: row for row in explain(found).figures}
    assert figures["高中（含中职）和特殊教育的最低标准"].value == "3,600.00元/年"
    assert "使用者改动的数值" in figures["高中（含中职）和特殊教育的最低标准"].origin
    assert "原文" not in figures["高中（含中职）和特殊教育的最低标准"].origin
    assert "使用者改动的数值" in figures["当地低保标准"].origin
    assert any(row.cited == "使用者改动的数值" for row in explain(found).sources)
    usual = aid(assess_household(of_three(), on=IN_2018), "medical_aid")
    assert not any(row.cited == "使用者改动的数值" for row in explain(usual).sources)


def test_a_reading_names_its_alternatives() -> None:
    policy = reading(living__who="deep_and_relative")
    found = aid(assess_household(of_three(), on=IN_2018, policy=policy), "living_relief")
    used = {row.id: row for row in explain(found, "en").readings}
    assert used["living.who"].choice == "households in deep hardship and in relative hardship"
    assert used["living.who"].others == "deep-hardship households only"


def test_the_brief_form_leaves_the_basis_out() -> None:
    whole = explain(the_example())
    brief = whole.brief()
    assert brief.parts == whole.parts
    assert brief.figures == brief.readings == brief.sources == ()
    assert len(brief.text().splitlines()) < len(whole.text().splitlines())


def test_a_letter_carries_the_receipt_and_names_nobody() -> None:
    package = the_example()
    text = letter(package)
    assert package.receipt.facts_sha256 in text
    assert package.receipt.policy_sha256 in text
    assert "1967" not in text
    assert letter(package) == text


def test_a_letter_says_why_in_one_sentence() -> None:
    text = letter(assess_household(of_three(exclusions=["owns_shop"]), on=IN_2018))
    assert "您家：不属于困难职工家庭。" in text
    assert "原因：自有店铺经营。" in text


# ---- Escaping ----


class Balanced(HTMLParser):
    """Holds that tags are balanced, and collects them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def with_source(source: str) -> Package:
    row = {"area": "210300", "since": "2018-07-01", "monthly": "635", "source": source}
    policy = load_policy().with_dibao([standard_from(row, "dibao")])
    return assess_household(of_three(), on=IN_2018, policy=policy)


def test_a_callers_source_is_shown_and_never_becomes_markup() -> None:
    package = with_source(SCRIPT)
    page = html(package)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    for finding in (package, package.hardship, *package.awards, *package.services):
        parser = Balanced()
        parser.feed(html(finding) + explain(finding, "en").html())
        assert parser.open == []
        assert not parser.seen & {"script", "img", "a", "iframe"}
    for text in (explain(package).markdown(), letter(package)):
        assert "<script" not in text
        assert r"&lt;script&gt;alert(1)&lt;/script&gt;\|\`x\`\*y\*\_z\_\[a\](b)" in text


@pytest.mark.parametrize(
    "start", ["- a", "+ a", "# a", "= a", "1. a", "12) a", "> a", "* a", "~~~"]
)
def test_a_callers_source_starts_no_list_and_no_heading(start: str) -> None:
    package = with_source(start)
    for line in (*letter(package).splitlines(), *explain(package).markdown().splitlines()):
        assert not line.removeprefix("- ").removeprefix("| ").startswith(start)


def test_what_steers_a_terminal_is_not_passed_on() -> None:
    text = told(with_source("a\x1b[31mred\n# heading\u202eback\tend"))
    assert "a [31mred # heading back end" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)


def test_a_finding_from_elsewhere_is_shown_as_it_is() -> None:
    data = the_example().model_dump(mode="json")
    hardship = data["hardship"]
    hardship["worksheet"] |= {"income_per_year": "<b>", "changes_at": "?", "cause": "maybe"}
    hardship["worksheet"] |= {"category": "odd", "made_up": "1"}
    hardship["readings"] = ["no.such=choice", "living.who=none", "bare"]
    hardship["notices"] = ["<i>notice"]
    hardship["reason"] = "<u>reason"
    hardship["sources"] = []
    hardship["parameters"].append(
        {"name": "hardship.x", "value": "much", "unit": "yuan", "since": None, "source": "<s>"}
    )
    data["awards"][0]["missing"] = ["<em>fact", "members[<q>].disabled"]
    foreign = Package.model_validate(data)
    page = html(foreign)
    for tag in ("<b>", "<i>", "<u>", "<s>", "<em>", "<q>"):
        assert tag not in page
        assert tag.replace("<", "&lt;").replace(">", "&gt;") in page
    assert "<" not in explain(foreign).markdown().replace("&lt;", "")
    assert "no.such" in told(foreign.hardship)
    assert letter(foreign)


def test_parts_of_a_finding_show_nothing_of_a_person() -> None:
    package = the_example()
    assert "1967" not in html(package.receipt)
    assert html(package.policy).startswith("<code>")
    assert package._repr_html_() == html(package)


# ---- Plain text ----


def test_a_chinese_character_takes_two_columns() -> None:
    assert width_of("低保a") == 5
    assert width_of("e\u0301") == 1
    assert padded("低保", 6) == "低保  "


def test_markdown_shows_amounts_as_they_are_and_no_list_that_is_none() -> None:
    assert "| 635.00元/人·月 |" in explain(the_example()).markdown()
    assert (escaped("1. 一"), escaped("2)"), escaped("635.00元")) == ("1\\. 一", "2\\)", "635.00元")


def test_a_value_too_long_for_its_line_goes_on_below_itself() -> None:
    lines = explain(the_example(), "en").text(64).splitlines()
    first = next(line for line in lines if line.startswith("  reason  "))
    below = lines[lines.index(first) + 1]
    start = len(first) - len(first.removeprefix("  reason").lstrip())
    assert below[:start].isspace()
    assert not below[start].isspace()


def test_one_of_a_unit_is_said_in_the_singular() -> None:
    single = assess_household(household(head()), on=IN_2018)
    assert re.search("people in the file +1 person\n", explain(single, "en").text(80))
    assert re.search("people in the file +3 people\n", explain(the_example(), "en").text(80))


def test_lines_are_broken_to_the_width_and_lose_nothing() -> None:
    text = "当地低保标准（每人每月）635.00元，since 2018-07-01：“某市”的文本。"
    for width in (12, 20, 40):
        lines = wrapped(text, width, "  ")
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(line.startswith("  ") for line in lines)
        assert not any(line.strip()[0] in "，。：）”" for line in lines)
        assert not any(line.endswith(("（", "“")) for line in lines)
        assert all(width_of(line) <= width + 2 for line in lines)


@in_both
def test_a_text_keeps_within_the_terminal(language: Language) -> None:
    for width in (80, 100):
        lines = explain(the_example(), language).text(width).splitlines()
        assert max(map(width_of, lines)) <= width


def test_amounts_shares_and_callers_words_are_printed_plainly() -> None:
    assert (money(0), money(100_000_000_00), money(-5)) == ("0.00", "100,000,000.00", "-0.05")
    assert (percent(0), percent(7_000), percent(12_345)) == ("0%", "70%", "123.45%")
    assert plain(" a \n b\u200b ") == "a b"


# ---- Both languages, everywhere ----


def labels_of(room: ModuleType) -> dict[str, Label]:
    named = rule(room.RULE)
    figures = [row for period in named.periods for row in period.parameters]
    return {
        "title": named.title,
        **named.lines,
        **{f"reason {code}": label for code, label in named.reasons.items()},
        **{row.name: Label(row.zh, row.en) for row in figures},
    }


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.RULE)
def test_every_label_of_a_rule_is_in_both_languages(room: ModuleType) -> None:
    for name, label in labels_of(room).items():
        assert re.search("[\u4e00-\u9fff]", label.zh), name
        assert label.en.strip(), name
        assert not re.search("[\u4e00-\u9fff]", label.en), name


def test_every_reading_fact_source_and_notice_is_in_both_languages() -> None:
    pairs = {name: (gap.question.zh, gap.question.en) for name, gap in readings().items()}
    for name, gap in readings().items():
        pairs |= {f"{name}={choice}": (said.zh, said.en) for choice, said in gap.choices.items()}
    pairs |= {name: (text.title.zh, text.title.en) for name, text in sources().items()}
    for name, fact in table("data/facts.toml").items():
        pairs[name] = fact["zh"], fact["en"]
        pairs[f"document of {name}"] = fact["document_zh"], fact["document_en"]
    for section, rows in table("data/notices.toml").items():
        pairs |= {f"{section}.{name}": (row["zh"], row["en"]) for name, row in rows.items()}
    for name, (zh, en) in pairs.items():
        assert re.search("[\u4e00-\u9fff]", zh), name
        assert en.strip(), name


def test_every_phrase_has_both_languages_with_the_same_details() -> None:
    def details(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    free = {"value.day"}
    for section, rows in table("data/words.toml").items():
        for name, row in rows.items():
            assert set(row) - {"unit"} == {"zh", "en"}, name
            assert row["zh"], name
            assert row["en"], name
            if f"{section}.{name}" not in free:
                assert details(row["zh"]) == details(row["en"]), f"{section}.{name}"


SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "src" / "lnunion_rules").rglob("*.py")
)


def test_every_notice_in_the_code_has_words_and_every_word_a_notice() -> None:
    """Codes of notices are found where the code hands them to ``notices`` or ``found``."""
    handed = re.findall(r'(?:found\.append\(|notices\.append\(|notices=\()"([a-z-]+)"', SOURCE)
    handed += re.findall(r'notices=\(\) if [a-z.]+ else \("([a-z-]+)",\)', SOURCE)
    handed += re.findall(r'return \("([a-z-]+)",\)', SOURCE)
    notices = table("data/notices.toml")["notices"]
    assert {"plan-period-over", "at-the-line", "two-spouses", "bill-of-other-year"} <= set(handed)
    assert set(handed) <= set(notices)
    # Some are handed on under the name of a constant.
    assert not [code for code in notices if f'"{code}"' not in SOURCE]


def test_every_reason_outside_a_rules_file_is_in_the_code() -> None:
    for code in table("data/notices.toml")["reasons"]:
        assert f'"{code}"' in SOURCE


def test_every_phrase_is_used() -> None:
    families = {"unit", "unit_of_one", "flag", "category", "category_2016", "schooling"}
    families |= {"relation", "precision", "name", "fact", "outcome"}
    built = re.compile(r"grant_|ceiling_|referral_|generation_|changes_|total|[<>=!]=|[<>&|]")
    for section, rows in table("data/words.toml").items():
        for name in rows:
            if section not in families and not built.match(name):
                assert f'"{name}"' in SOURCE or f'"{section}.{name}"' in SOURCE, f"{section}.{name}"


if __name__ == "__main__":  # Writes the golden texts anew: python tests/test_explain.py
    for name, text in golden().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
