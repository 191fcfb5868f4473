"""The whole check of a ledger as one would write it by hand in Polars, by the default readings.

One table in memory, each step a query of its own. That cells are well formed is taken for granted.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

START, LAST_OF_OLD, THIS_YEAR = date(2018, 9, 1), date(2025, 4, 30), 2026
SEVEN = ["festival", "birthday", "marriage", "birth", "illness", "bereavement", "retirement"]
STATUTORY = (
    "元旦 新年 春节 清明节 清明 劳动节 五一 端午节 端午 中秋节 中秋 国庆节 国庆".split()  # noqa: SIM905
)
AID = ["困难", "救助", "帮扶", "送温暖", "助学"]
PLAN, CHANGED, NATIONAL = "welfare_plan_2018", "welfare_change_2025", "acftu_funds_rule_2017"
NO_CAP = 10**15
OLD_CAPS = {"festival": 180_000, "marriage": 60_000, "birth": 100_000, "illness": 100_000}
CAPS = {**OLD_CAPS, "festival": 200_000, "marriage": 80_000}
READING = {
    "festival": "welfare.festival_measure=per_member",
    "marriage": "welfare.marriage_per=event",
    "birth": "welfare.birth_per=birth",
    "illness": "welfare.illness_per=stay",
}
WHO, GIFT = ["union_id", "member_id"], ["union_id", "year", "festival"]
GROUP = [*WHO, "purpose", "year", "event"]
FINDING = {
    "code": pl.String, "entry_ids": pl.List(pl.String), "union_id": pl.String,
    "member_id": pl.String, "purpose": pl.String, "year": pl.Int32, "spent": pl.Int64,
    "cap": pl.Int64, "over": pl.Int64, "source": pl.String, "reading": pl.String,
}  # fmt: skip
PURPOSE, DAY, FORM, NET = pl.col("purpose"), pl.col("paid_on"), pl.col("form"), pl.col("net")
AMOUNT, EVENT = pl.col("amount"), pl.col("event_id").fill_null("#" + pl.col("entry_id"))


def check(data: Path, out: Path) -> dict[str, int]:
    """Check a ledger folder and write its tables; the totals in fen by purpose."""
    entries, roster, own = _read(data)
    rejects = _rejects(entries)
    accepted = entries.join(rejects, on="row", how="anti")
    taken = _taken(accepted)
    standing = (
        accepted.filter(AMOUNT > 0)
        .join(taken, on="row", how="left")
        .with_columns(net=AMOUNT - pl.col("taken").fill_null(0), year=DAY.dt.year())
        .filter(NET > 0)
    )
    groups = _groups(standing)
    gifts = groups.filter(PURPOSE == "festival").group_by("union_id", "year")
    gifts = gifts.agg(total=pl.col("spent").sum())
    expected = _expected(gifts, roster)
    capped = _capped(groups, expected, own)
    second = entries.join(rejects.filter(pl.col("code") == "duplicate-entry"), on="row", how="semi")
    breaches = [
        _over(capped, standing),
        *_of_entries(standing),
        _finding(_strangers(standing, roster), "not-a-member", reading="membership_day=event_day"),
        *_of_reversals(accepted, taken),
        _finding(second, "duplicate-entry", spent=AMOUNT),
    ]
    queries = [
        *_asked(standing),
        _finding(_leaving(standing, roster), "paid-before-leaving"),
        *_repeated(standing, groups),
        *_festivals(standing, roster),
    ]
    tables = {
        "breaches": _by_money(breaches),
        "queries": _by_money(queries),
        "undetermined": _undetermined(standing),
        "averages": _averages(gifts, expected),
        "remaining": _remaining(capped),
        "rejects": rejects.sort("row").with_columns(pl.col("row") + 1),
    }
    for name, rows in tables.items():
        rows.write_parquet(out / f"{name}.parquet")
    return dict(accepted.group_by("purpose").agg(AMOUNT.sum()).iter_rows())


def _read(data: Path) -> list[pl.DataFrame]:
    ledger = pl.scan_parquet(data / "ledger" / "*.parquet", row_index_name="row").with_columns(
        (AMOUNT * 100).cast(pl.Int64)
    )
    roster = pl.scan_parquet(data / "roster" / "*.parquet").with_columns(
        pl.col("joined_on").fill_null(date.min), pl.col("left_on").fill_null(date.max)
    )
    unions = pl.scan_parquet(data / "unions.parquet").drop_nulls("cap_retirement")
    cap = (pl.col("cap_retirement").cast(pl.Decimal(12, 2)) * 100).cast(pl.Int64)
    own = unions.select("union_id", purpose=pl.lit("retirement"), own=cap)
    return pl.collect_all([ledger, roster, own], engine="streaming")


def _rejects(entries: pl.DataFrame) -> pl.DataFrame:
    """Rows before the rule, reversals of such rows, and second rows of one entry id."""
    held = DAY >= START
    back = entries.filter(pl.col("reverses").is_not_null()).select(
        "row", "union_id", "reverses", d="paid_on"
    )
    named = entries.filter(AMOUNT > 0).join(
        back, left_on=["union_id", "entry_id"], right_on=["union_id", "reverses"], how="semi"
    )
    named = named.group_by("union_id", reverses="entry_id").agg(held=held.any())
    back = back.join(named, on=["union_id", "reverses"], how="left")
    early = [
        entries.filter(pl.col("reverses").is_null() & ~held).select(
            "row", column=pl.lit("paid_on")
        ),
        back.filter(pl.col("held").is_null(), pl.col("d") < START).select(
            "row", column=pl.lit("paid_on")
        ),
        back.filter(~pl.col("held")).select("row", column=pl.lit("reverses")),
    ]
    outside = pl.concat(early).with_columns(code=pl.lit("not-in-force"))
    inside = entries.join(outside, on="row", how="anti")
    ids = ["union_id", "entry_id"]
    twice = inside.lazy().group_by(ids).len().filter(pl.col("len") > 1).select(ids)
    again = inside.join(twice.collect(engine="streaming"), on=ids, how="semi")
    order = [
        "union_id",
        "entry_id",
        "member_id",
        "paid_on",
        "purpose",
        "amount",
        "form",
        "event_id",
        "event_on",
        "policy_compliant",
        "reverses",
        "festival",
        "deceased",
        "voucher_no",
        "note",
        "row",
    ]
    second = again.sort(order).filter(~pl.struct("union_id", "entry_id").is_first_distinct())
    again = second.select("row", column=pl.lit("entry_id"), code=pl.lit("duplicate-entry"))
    return pl.concat([outside, again])


def _taken(accepted: pl.DataFrame) -> pl.DataFrame:
    """What is taken back of a payment, by its row."""
    key = ["union_id", "member_id", "purpose", "entry_id"]
    back = accepted.filter(AMOUNT < 0).select(
        *key[:3], entry_id="reverses", by="entry_id", back=-AMOUNT
    )
    paid = accepted.filter(AMOUNT > 0).select("row", *key).join(back, on=key)
    return paid.group_by("row").agg(taken=pl.col("back").sum(), taken_by=pl.col("by").sort())


def _groups(standing: pl.DataFrame) -> pl.DataFrame:
    """The payments that share a cap."""
    in_year = PURPOSE.is_in(["festival", "birthday"])
    of_event = PURPOSE.is_in(["marriage", "birth", "illness", "bereavement"])
    return (
        standing.lazy()
        .filter(PURPOSE.is_in(SEVEN))
        .group_by(
            *WHO,
            "purpose",
            year=pl.when(in_year).then("year"),
            event=pl.when(of_event).then(EVENT),
        )
        .agg(
            spent=NET.sum(),
            before=NET.filter(DAY <= LAST_OF_OLD).sum(),
            first=DAY.min(),
            last=DAY.max(),
            payments=pl.len(),
        )
        .collect(engine="streaming")
    )


def _expected(gifts: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Members by the years in which their union gave something, and by the year of the check."""
    now = roster.select(pl.col("union_id").unique(), year=pl.lit(THIS_YEAR, pl.Int32))
    years = pl.concat([gifts.select("union_id", "year"), now]).unique()
    year = pl.col("year")
    met = (pl.col("joined_on") <= pl.date(year, 12, 31)) & (
        pl.col("left_on") >= pl.date(year, 1, 1)
    )
    return (
        roster.lazy().join(years.lazy(), on="union_id").filter(met).select(*WHO, "year").unique()
    ).collect(engine="streaming")


def _capped(groups: pl.DataFrame, expected: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Groups, and empty ones of members not paid, with their caps before and after the change."""
    paid = groups.lazy().filter(PURPOSE == "festival").select(*WHO, "year")
    unpaid = expected.lazy().join(paid, on=[*WHO, "year"], how="anti")
    empty = unpaid.with_columns(
        purpose=pl.lit("festival"), spent=pl.lit(0, pl.Int64), before=pl.lit(0, pl.Int64)
    )
    through = pl.coalesce(pl.date(pl.col("year"), 12, 31), "last")
    old = PURPOSE.replace_strict(OLD_CAPS, default=NO_CAP, return_dtype=pl.Int64)
    new = PURPOSE.replace_strict(CAPS, default=NO_CAP, return_dtype=pl.Int64)
    return (
        pl.concat([groups.lazy(), empty], how="diagonal")
        .join(own.lazy(), on=["union_id", "purpose"], how="left")
        .with_columns(own=pl.col("own").fill_null(NO_CAP), through=through, legal_before=old)
        .with_columns(legal=pl.when(pl.col("through") > LAST_OF_OLD).then(new).otherwise(old))
        .with_columns(
            cap=pl.min_horizontal("legal", "own"),
            cap_before=pl.min_horizontal("legal_before", "own"),
            turned=(pl.col("first") <= LAST_OF_OLD) & (pl.col("through") > LAST_OF_OLD),
        )
        .collect(engine="streaming")
    )


def _over(capped: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Caps exceeded, the earlier stage where it is as far over as the whole."""
    over, earlier = pl.col("spent") - pl.col("cap"), pl.col("before") - pl.col("cap_before")
    early = (pl.col("turned") & (earlier > 0) & (earlier >= over)).fill_null(value=False)

    def stage(then: Any, otherwise: Any) -> pl.Expr:
        return pl.when("early").then(then).otherwise(otherwise)

    found = capped.with_columns(early=early).filter(pl.col("early") | (over > 0))
    own = pl.col("own") < stage("legal_before", "legal")
    changed = (
        ~pl.col("early")
        & (pl.col("through") > LAST_OF_OLD)
        & PURPOSE.is_in(["festival", "marriage"])
    )
    found = found.select(
        *GROUP,
        spent=stage("before", "spent"),
        cap=stage("cap_before", "cap"),
        over=stage(earlier, over),
        through=stage(LAST_OF_OLD, pl.col("through")),
        source=pl.when(own)
        .then(pl.lit("union_own_rule"))
        .when(changed)
        .then(pl.lit(CHANGED))
        .otherwise(pl.lit(PLAN)),
        reading=pl.when(pl.col("event").str.starts_with("#"))
        .then(pl.lit("welfare.event_unstated=own_event_query"))
        .otherwise(PURPOSE.replace_strict(READING, default=None)),
    )
    return _with_entries(
        found,
        standing,
        "over-cap",
        pl.col("through") >= DAY,
        cap=pl.col("cap").first(),
        over=pl.col("over").first(),
        spent=pl.col("spent").first(),
        source=pl.col("source").first(),
        reading=pl.col("reading").first(),
    )


def _with_entries(
    groups: pl.DataFrame, standing: pl.DataFrame, code: str, those: Any, **lines: Any
) -> pl.DataFrame:
    """Findings about groups, with the entries in them."""
    in_year = PURPOSE.is_in(["festival", "birthday"])
    of_event = PURPOSE.is_in(["marriage", "birth", "illness", "bereavement"])
    likely = standing.join(groups, on=[*WHO, "purpose"], how="semi")
    keyed = likely.with_columns(
        year=pl.when(in_year).then("year"), event=pl.when(of_event).then(EVENT)
    )
    entries = keyed.join(groups, on=GROUP, nulls_equal=True).filter(those)
    listed = entries.group_by(GROUP).agg(
        entry_ids=pl.col("entry_id").sort(), paid_on=DAY.min(), **lines
    )
    year = pl.coalesce("year", DAY.dt.year())
    more = {name: pl.col(name) for name in ("cap", "over", "source", "reading") if name in lines}
    return _finding(
        listed, code, entry_ids=pl.col("entry_ids"), year=year, spent=pl.col("spent"), **more
    )


def _finding(rows: pl.DataFrame, code: str, **lines: Any) -> pl.DataFrame:
    """One finding a row: of the entry itself unless the lines say otherwise."""
    if isinstance(lines.get("reading"), str):
        lines["reading"] = pl.lit(f"welfare.{lines['reading']}")
    usual = {
        "entry_ids": pl.concat_list("entry_id") if "entry_id" in rows.columns else None,
        "union_id": pl.col("union_id"),
        "member_id": pl.col("member_id") if "member_id" in rows.columns else None,
        "purpose": PURPOSE if "purpose" in rows.columns else pl.lit("festival"),
        "year": DAY.dt.year() if "paid_on" in rows.columns else None,
        "spent": NET if "net" in rows.columns else None,
        "source": pl.lit(PLAN),
    }
    told = {**usual, **lines, "code": pl.lit(code)}
    return rows.select(
        (pl.lit(None) if told.get(name) is None else told[name]).cast(kind).alias(name)
        for name, kind in FINDING.items()
    )


def _of_entries(standing: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Breaches that single payments are."""
    code = "purpose-not-permitted"
    yield _finding(standing.filter(~PURPOSE.is_in(SEVEN)), code, over=NET)
    in_laws = standing.filter(PURPOSE == "bereavement", pl.col("deceased") == "parent_in_law")
    yield _finding(in_laws, code, over=NET, reading="direct_relative=core")
    in_goods = PURPOSE.is_in(["festival", "marriage", "birth"]) & FORM.is_in(
        ["money", "shopping_card"]
    )
    by_card = (PURPOSE == "illness") & (FORM == "shopping_card")
    yield _finding(
        standing.filter(in_goods | by_card), "form-not-permitted", reading="form=checked"
    )
    outside = standing.filter(PURPOSE == "birth", ~pl.col("policy_compliant"))
    yield _finding(outside, "birth-not-compliant")


def _strangers(standing: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Payments to whoever was no member on the day that counts."""
    day = pl.coalesce("event_on", "paid_on")
    covered = (
        standing.lazy()
        .select("row", *WHO, day=day)
        .join(roster.lazy(), on=WHO)
        .filter(pl.col("day").is_between("joined_on", "left_on"))
        .select("row")
        .collect(engine="streaming")
    )
    own_death = (PURPOSE == "bereavement") & (pl.col("deceased") == "member").fill_null(value=False)
    return standing.filter(PURPOSE.is_in(SEVEN) & ~own_death).join(covered, on="row", how="anti")


def _of_reversals(accepted: pl.DataFrame, taken: pl.DataFrame) -> Iterator[pl.DataFrame]:
    exceeded = accepted.join(taken, on="row").filter(pl.col("taken") > AMOUNT)
    ids = pl.concat_list("entry_id", "taken_by")
    over = pl.col("taken") - AMOUNT
    yield _finding(exceeded, "reversal-exceeds-entry", entry_ids=ids, spent=AMOUNT, over=over)
    key = ["union_id", "member_id", "purpose"]
    paid = accepted.filter(AMOUNT > 0).select(*key, reverses="entry_id")
    back = accepted.filter(AMOUNT < 0)
    orphans = back.join(paid, on=[*key, "reverses"], how="anti")
    yield _finding(orphans, "reversal-without-entry", spent=AMOUNT)


def _asked(standing: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Queries about single payments."""
    unnamed = pl.col("event_id").is_null()
    no_stay = (PURPOSE == "illness") & unnamed & pl.col("event_on").is_null()
    yield _finding(standing.filter(no_stay), "illness-without-stay", reading="illness_stay=query")
    unstated = PURPOSE.is_in(["marriage", "birth", "illness"]) & unnamed & ~no_stay
    reading = "event_unstated=own_event_query"
    yield _finding(standing.filter(unstated), "event-unstated", reading=reading)
    odd = standing.filter(
        (
            PURPOSE.is_in(["festival", "marriage", "birth"])
            & FORM.is_in(["cake_voucher", "souvenir"])
        )
        | ((PURPOSE == "birthday") & ~FORM.is_in(["goods", "cake_voucher"]))
        | ((PURPOSE == "illness") & ~FORM.is_in(["money", "shopping_card"]))
        | ((PURPOSE == "bereavement") & (FORM != "money"))
        | ((PURPOSE == "retirement") & (FORM != "souvenir"))
    )
    national = PURPOSE.is_in(["birthday", "bereavement", "retirement"])
    source = pl.when(national).then(pl.lit(NATIONAL)).otherwise(pl.lit(PLAN))
    at_bedside = (PURPOSE == "illness") & (FORM == "goods")
    yield _finding(
        odd.filter(at_bedside), "goods-at-bedside", source=source, reading="form=checked"
    )
    yield _finding(
        odd.filter(~at_bedside), "form-to-be-asked", source=source, reading="form=checked"
    )
    festival = pl.col("festival")
    local = standing.filter(PURPOSE == "festival", festival != "", ~festival.is_in(STATUTORY))
    reading = "festivals=statutory_seven"
    yield _finding(local, "festival-not-statutory", source=pl.lit(NATIONAL), reading=reading)
    aid = pl.col("note").str.contains_any(AID)
    yield _finding(standing.filter(aid, PURPOSE.is_in(SEVEN)), "reads-like-hardship-aid")


def _leaving(standing: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Payments within thirty days of leaving."""
    left = roster.filter(pl.col("left_on") < date.max)
    others = PURPOSE.is_in([name for name in SEVEN if name not in ("retirement", "bereavement")])
    met = standing.filter(others).join(left, on=WHO)
    met = (
        met.filter(DAY.is_between("joined_on", "left_on"))
        .sort("joined_on")
        .unique("row", keep="first")
    )
    return met.filter((pl.col("left_on") - DAY).dt.total_days() < 30)


def _repeated(standing: pl.DataFrame, groups: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Second birthday gifts and stays of a year, second retirements, payments alike."""
    many = groups.select(*GROUP, "payments").filter(pl.col("payments") > 1)
    for purpose, reading in (
        ("birthday", "birthday_per=yearly"),
        ("retirement", "retirement_who=formal"),
    ):
        yield _with_entries(
            many.filter(purpose == PURPOSE),
            standing,
            f"{purpose}-twice",
            True,
            spent=NET.sum(),
            reading=pl.lit(f"welfare.{reading}"),
        ).with_columns(reading=pl.lit(f"welfare.{reading}"))
    stays = groups.filter(PURPOSE == "illness").with_columns(stayed=pl.col("first").dt.year())
    stays = stays.filter(pl.struct(*WHO, "stayed").is_duplicated()).select(*WHO, "event", "stayed")
    entries = standing.filter(PURPOSE == "illness").with_columns(event=EVENT)
    entries = entries.join(stays, on=[*WHO, "event"])
    reading = "illness_per=stay"
    yield _sets(entries, [*WHO, "stayed"], "second-hospital-stay", reading=reading)
    alike = [*WHO, "paid_on", "purpose", "amount"]
    likely = standing.lazy().group_by(alike).len().filter(pl.col("len") > 1)
    likely = standing.join(likely.collect(engine="streaming"), on=alike, how="semi")
    alike = [*alike, "festival", "event_id"]
    same = likely.filter(pl.struct(alike).is_duplicated())
    yield _sets(same, alike, "possible-duplicate")


def _sets(entries: pl.DataFrame, by: list[str], code: str, **lines: Any) -> pl.DataFrame:
    more = [PURPOSE.first()] if "purpose" not in by else []
    first = [DAY.min()] if "paid_on" not in by else []
    ids = pl.col("entry_id").sort().alias("entry_ids")
    sets = entries.group_by(by).agg(ids, NET.sum(), *more, *first)
    return _finding(sets, code, entry_ids=pl.col("entry_ids"), **lines)


def _festivals(standing: pl.DataFrame, roster: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Unequal gifts for one festival, and members left out of one."""
    gifts = standing.lazy().filter(PURPOSE == "festival", pl.col("festival") != "")
    sums = (
        gifts.group_by(*GIFT, "member_id")
        .agg(NET.sum(), since=DAY.min(), through=DAY.max())
        .collect(engine="streaming")
    )
    given = (
        sums.lazy()
        .group_by(GIFT)
        .agg(pl.col("since").min(), pl.col("through").max(), least=NET.min(), most=NET.max())
        .collect(engine="streaming")
    )
    unequal = given.filter(pl.col("least") < pl.col("most")).select(GIFT)
    told = gifts.join(unequal.lazy(), on=GIFT, how="semi").group_by(GIFT)
    told = told.agg(NET.sum(), entry_ids=pl.col("entry_id").sort()).collect()
    year = pl.col("year")
    yield _finding(told, "festival-unequal", entry_ids=pl.col("entry_ids"), year=year)
    left_out = (
        given.lazy()
        .join(roster.lazy(), on="union_id")
        .filter(pl.col("joined_on") <= pl.col("through"), pl.col("since") <= pl.col("left_on"))
        .select(*GIFT, "member_id")
        .unique()
        .join(sums.lazy(), on=[*GIFT, "member_id"], how="anti")
        .collect(engine="streaming")
    )
    empty = pl.lit([], pl.List(pl.String))
    yield _finding(left_out, "festival-left-out", entry_ids=empty, year=year)


def _undetermined(standing: pl.DataFrame) -> pl.DataFrame:
    unsaid = (PURPOSE == "birth") & pl.col("policy_compliant").is_null()
    formless = PURPOSE.is_in(["festival", "marriage", "birth", "illness"]) & FORM.is_null()
    names = [
        pl.when(unsaid).then(pl.lit("policy_compliant")),
        pl.when(formless).then(pl.lit("form")),
    ]
    rows = standing.filter(unsaid | formless)
    missing = pl.concat_list(names).list.drop_nulls()
    return rows.select("entry_id", "union_id", missing=missing).sort("union_id", "entry_id")


def _averages(gifts: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    heads = expected.group_by("union_id", "year").len("members")
    average = (pl.col("total") * 2 + pl.col("members")) // (pl.col("members") * 2)
    return (
        gifts.join(heads, on=["union_id", "year"])
        .sort("union_id", "year")
        .select("union_id", "year", "members", festival_average=_yuan(average))
    )


def _remaining(capped: pl.DataFrame) -> pl.DataFrame:
    spent, cap, event = pl.col("spent"), pl.col("cap"), pl.col("event")
    nothing = pl.lit(0, pl.Int64)
    rows = (
        capped.lazy()
        .filter(cap < NO_CAP)
        .select(
            *WHO,
            "purpose",
            pl.coalesce("year", pl.col("first").dt.year()).alias("year"),
            pl.when(~event.str.starts_with("#")).then(event).alias("event"),
            cap=_yuan(cap),
            spent=_yuan(spent),
            over=_yuan(pl.max_horizontal(spent - cap, nothing)),
            remaining=_yuan(pl.max_horizontal(cap - spent, nothing)),
        )
    )
    order = PURPOSE.cast(pl.Enum(SEVEN))
    return rows.sort("union_id", "member_id", order, "year", "event").collect()


def _by_money(found: list[pl.DataFrame]) -> pl.DataFrame:
    over, spent = (pl.col(name).fill_null(0) for name in ("over", "spent"))
    money = [_yuan(pl.col(name)).alias(name) for name in ("spent", "cap", "over")]
    return pl.concat(found).sort(-over, -spent.abs(), "code").with_columns(money)


def _yuan(fen: pl.Expr) -> pl.Expr:
    return (fen.cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2))
