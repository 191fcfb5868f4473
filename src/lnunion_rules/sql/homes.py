"""Households as a query reads them: local standards, and the facts of each file in whole fen."""

from datetime import date

from ..aids import Law
from ..algebra import share_of
from ..areas import areas, full_name
from ..dates import FIRST, LAST, MONTHS_OF_A_YEAR
from ..errors import NoStandard
from ..households import EXCLUSIONS
from ..terms import FACT, Term
from .layout import Written
from .phrases import known_to_hold, on, or_null, selected, text, within
from .speech import Speech


def standards(law: Law) -> str:
    """The dibao standard of every area that has one that day; ``NoStandard`` where none has."""
    rows = []
    for area in sorted(areas()):
        monthly = law.monthly_dibao(area)
        if isinstance(monthly, int):
            rows.append((f"({text(area)}, cast({monthly} as bigint))", full_name(area)))
    if not rows:
        raise NoStandard("no-standard-for-query", "on", day=law.on.isoformat())
    told = [f"  {row}, -- {name}" for row, name in rows[:-1]]
    return "\n".join(("values", *told, f"  {rows[-1][0]}  -- {rows[-1][1]}"))


def homes(written: Written, law: Law) -> str:
    """One row a household: the facts of its own, and whether they are in order."""
    income, received = "annual_disposable_income", "annual_dibao_received"
    stated = written.money(received)
    in_order = ["household_id is not null", "monthly_incomes is null", _words_of_exclusions()]
    if not law.figures.hardship.dibao_not_counted:
        stated = f"coalesce({stated}, 0)"
        in_order.append(written.in_order(received))
    columns = [
        "household_id",
        law.area if law.area == "area" else f"{law.area} as area",
        "filed",
        "single_parent or coalesce(other_cause, false) as cause_stated",
        f"{written.money(income)} as income_per_year",
        f"{stated} as dibao_received_per_year",
        f"{written.money('annual_rigid_expenditure')} as rigid_per_year",
        f"{written.money('annual_accident_loss')} as loss_per_year",
        f"{_bearable(written, law, written.money(income))} as bearable",
        f"{_excluded(law)} as excluded",
    ]
    if law.figures.living_relief.by_months_on_file:
        columns.append(f"{_on_file(law.on.year)} as on_file")
        in_order += [
            or_null(name, within(name, FIRST, LAST)) for name in ("filed_on", "off_file_on")
        ]
        in_order.append("coalesce(filed_on <= off_file_on, true)")
    columns += [
        "count(*) over (partition by household_id) as in_rows",
        f"{known_to_hold(in_order)} as in_order",
    ]
    return selected(columns, "from households")


def _words_of_exclusions() -> str:
    """Whether nothing stands there but the words that are known."""
    left = "';' || replace(exclusions, ';', ';;') || ';'"
    for ground in EXCLUSIONS:
        left = f"replace({left}, ';{ground};', '')"
    return f"(exclusions is null or exclusions = 'none' or {left} = '')"


def _excluded(law: Law) -> str:
    """The first ground of exclusion by its number."""
    absent = "0" if law.choices["hardship.exclusions_unstated"] == "none" else "null"
    cases = [
        f"when position('{ground}' in exclusions) > 0 then {number}"
        for number, ground in enumerate(EXCLUSIONS, start=1)
    ]
    return "\n    ".join((f"case when exclusions is null then {absent}", *cases, "else 0 end"))


def _bearable(written: Written, law: Law, income: str) -> str:
    if law.bearable == "none":
        return "cast(0 as bigint)"
    if law.bearable == "stated":
        return written.money("annual_medical_bearable")
    share = share_of(Term(FACT, name="income"), law.figures.medical_aid.bearable_share)
    return Speech(written.dialect, {}, {"income": income}).said(share)


def _on_file(year: int) -> str:
    """In how many months of the year a household was on file."""
    first, last = date(year, 1, 1), date(year, MONTHS_OF_A_YEAR, 31)
    began = f"case when filed_on < {on(first)} then 1 else extract(month from filed_on) end"
    ended = (
        f"case when off_file_on <= {on(last)} then extract(month from off_file_on)"
        f" else {MONTHS_OF_A_YEAR} end"
    )
    return (
        f"case when off_file_on < {on(first)} or filed_on > {on(last)} then 0\n"
        f"    when filed_on is not null then cast({ended} - {began} + 1 as bigint) end"
    )
