"""A batch over files: whatever the form, the parts and the stops, the same findings, whole."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from families import IN_2018
from populations import answers, made_up
from python_calamine import CalamineWorkbook

from lnunion_rules import InputError, load_policy
from lnunion_rules.batch import evaluate
from lnunion_rules.batch.files import job
from lnunion_rules.batch.files.job import run_batch
from lnunion_rules.synthetic.population import write_population

pytest_plugins = ["cli_runs"]
HOUSEHOLDS = 400
TABLES = ("households", "members", "medical_bills")
FINDINGS = ("results", "awards", "rejects")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "tables"
    write_population(folder, households=HOUSEHOLDS, seed=9, on=IN_2018)
    return folder


def read(out: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(out / f"{name}.parquet") for name in FINDINGS}


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> bool:
    return all(one[name].equals(other[name]) for name in FINDINGS)


@pytest.fixture(scope="module")
def found(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    out = tmp_path_factory.mktemp("found") / "out"
    run_batch(tables, out, on=IN_2018)
    return read(out)


def test_files_say_what_frames_say(found: dict[str, pl.DataFrame], tables: Path) -> None:
    frames = {name: pl.read_parquet(tables / name) for name in TABLES}
    expected = evaluate(frames, on=IN_2018)
    assert found["results"].equals(expected.results)
    due = expected.awards.filter(pl.col("outcome") != "not_entitled")
    assert found["awards"].equals(due)


@pytest.mark.parametrize("part_rows", [1, 37, 399])
def test_the_size_of_a_part_changes_nothing(
    tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame], part_rows: int
) -> None:
    run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=max(part_rows, 20))
    assert same(read(tmp_path / "out"), found)


def test_a_run_that_was_stopped_goes_on_and_loses_and_doubles_nothing(
    tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []

    def stop(so_far: int, _: int | None) -> None:
        done.append(so_far)
        if len(done) == 3:
            raise KeyboardInterrupt

    worked: list[int] = []
    work_part = job._work_part
    monkeypatch.setattr(job, "_work_part", lambda *a: (worked.append(a[2]), work_part(*a)))
    with pytest.raises(KeyboardInterrupt):
        run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=50, progress=stop)
    assert not (tmp_path / "out").exists()
    # The parts that were under way are finished, none is begun after the stop.
    before = len(worked)
    assert 3 <= before < 8
    run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=50)
    assert sorted(worked) == list(range(8))
    assert same(read(tmp_path / "out"), found)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_stopped_run_under_another_law_is_begun_anew(tables: Path, tmp_path: Path) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=50, progress=stop)
    policy = load_policy().with_monthly_dibao("700")
    summary = run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=50, policy=policy)
    assert summary.households_answered == HOUSEHOLDS
    fresh = run_batch(tables, tmp_path / "fresh", on=IN_2018, policy=policy)
    assert summary == fresh


def test_the_summary_adds_up(tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame]) -> None:
    summary = run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=100)
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8")) == summary.plain()
    results, awards = found["results"], found["awards"]
    assert summary.households_in == summary.households_answered == results.height
    assert sum(summary.by_category.values()) == results.height
    assert summary.undetermined == results["undetermined"].sum()
    assert summary.total_grants == results["total_grants"].sum()
    assert summary.total_ceilings == results["total_ceilings"].sum()
    assert sum(of.households for of in summary.by_area) == results.height
    for of in summary.by_rule:
        due = awards.filter(rule=of.rule, outcome="entitled")
        assert (of.entitled, of.amount) == (due.height, due["amount"].sum())
        assert of.undetermined == awards.filter(rule=of.rule, outcome="undetermined").height


def as_text(tables: Path, folder: Path, form: str) -> Path:
    """The same tables as CSV in GB18030, or as workbooks, money as text."""
    folder.mkdir()
    for name in TABLES:
        frame = pl.read_parquet(tables / name)
        lists = pl.col(pl.List(pl.String)).list.join("；")
        frame = frame.with_columns(lists).with_columns(pl.all().cast(pl.String))
        if name == "households":
            # The word says what an empty cell would leave open.
            stated = pl.when(pl.col("exclusions") == "").then(pl.lit("无")).otherwise("exclusions")
            frame = frame.with_columns(exclusions=stated)
        if form == "csv":
            (folder / f"{name}.csv").write_bytes(frame.write_csv().encode("gb18030"))
        else:
            with xlsxwriter.Workbook(folder / f"{name}.xlsx") as book:
                sheet = book.add_worksheet()
                for at, row in enumerate([frame.columns, *frame.rows()]):
                    sheet.write_row(at, 0, row)
    return folder


def test_findings_may_be_workbooks_in_words(
    tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame]
) -> None:
    run_batch(tables, tmp_path / "out", on=IN_2018, form="xlsx")
    sheets = {
        name: CalamineWorkbook.from_path(tmp_path / "out" / f"{name}.xlsx").get_sheet_by_index(0)
        for name in FINDINGS
    }
    rows = {name: sheet.to_python() for name, sheet in sheets.items()}
    assert rows["results"][0][:4] == ["户编号", "地区", "困难类别", "理由"]
    for name in FINDINGS:
        assert len(rows[name]) == found[name].height + 1
    ids, totals = found["results"]["household_id"], found["results"]["total_grants"]
    assert [row[0] for row in rows["results"][1:]] == ids.to_list()
    printed = [None if row[4] == "" else f"{row[4]:.2f}" for row in rows["results"][1:]]
    assert printed == totals.cast(pl.String).to_list()
    kinds = {(row[2], row[3]) for row in rows["awards"][1:]}
    assert ("子女助学", "发放") in kinds
    missing = "".join(row[-1] for row in rows["results"][1:])
    assert "是否患重大疾病" in missing
    assert "_" not in missing


def test_too_many_findings_for_a_sheet_are_refused_and_can_be_had_as_parquet(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "MOST_ROWS", HOUSEHOLDS - 1)
    with pytest.raises(InputError) as caught:
        run_batch(tables, tmp_path / "out", on=IN_2018, form="xlsx")
    assert (caught.value.code, caught.value.path) == ("too-many-rows-for-workbook", "--out")
    assert not (tmp_path / "out").exists()
    run_batch(tables, tmp_path / "out", on=IN_2018)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_text_and_workbooks_say_the_same(
    tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame], form: str
) -> None:
    run_batch(as_text(tables, tmp_path / "text", form), tmp_path / "out", on=IN_2018, part_rows=90)
    assert same(read(tmp_path / "out"), found)


def test_findings_may_be_parts_and_csv(
    tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame]
) -> None:
    run_batch(tables, tmp_path / "p", on=IN_2018, parts=True, part_rows=100)
    assert len([*(tmp_path / "p" / "results").iterdir()]) == 4
    assert pl.read_parquet(tmp_path / "p" / "results").equals(found["results"])
    run_batch(tables, tmp_path / "c", on=IN_2018, form="csv")
    text = pl.read_csv(tmp_path / "c" / "results.csv", infer_schema=False)
    assert text["total_grants"].to_list() == [
        None if total is None else str(total) for total in found["results"]["total_grants"]
    ]


def test_a_household_in_two_files_is_rejected_in_both(tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    first = pl.read_parquet(tables / "households")
    first.head(1).write_parquet(folder / "households" / "99999.parquet")
    summary = run_batch(folder, tmp_path / "out", on=IN_2018, part_rows=60)
    assert summary.rejects == {"household-in-two-rows": 2}
    assert summary.households_in == HOUSEHOLDS + 1
    assert summary.households_rejected == 2
    rejects = read(tmp_path / "out")["rejects"]
    assert rejects["row"].to_list() == [1, HOUSEHOLDS + 1]


def test_rows_of_no_household_are_counted_and_named(tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    member = pl.read_parquet(tables / "members").head(1)
    member.with_columns(household_id=pl.lit("Z")).write_parquet(folder / "members" / "9.parquet")
    summary = run_batch(folder, tmp_path / "out", on=IN_2018, part_rows=60)
    assert (summary.members_rejected, summary.households_rejected) == (1, 0)
    assert summary.rejects == {"household-unknown": 1}


def refused(folder: Path, tmp_path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        run_batch(folder, tmp_path / "out", on=IN_2018, part_rows=60)
    assert not (tmp_path / "out").exists()
    return caught.value


def test_a_truncated_part_a_missing_table_and_one_that_is_there_twice_are_refused(
    tables: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    part = folder / "members" / "00000.parquet"
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    assert (refused(folder, tmp_path).code, refused(folder, tmp_path).path) == (
        "file-broken",
        "members",
    )
    middle = len(whole) // 2
    part.write_bytes(whole[:middle] + b"\xff" * 64 + whole[middle + 64 :])
    assert refused(folder, tmp_path).code == "file-broken"
    part.write_bytes(whole)
    (folder / "members.csv").write_text("household_id,member_id,relation\n")
    assert refused(folder, tmp_path).code == "table-twice"
    shutil.rmtree(folder / "members")
    (folder / "members.csv").unlink()
    assert (refused(folder, tmp_path).code, refused(folder, tmp_path).path) == (
        "table-missing",
        "members",
    )
    assert refused(tmp_path / "nowhere", tmp_path).code == "file-not-found"


def test_parts_of_other_columns_are_refused(tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    pl.DataFrame({"household_id": ["Z"]}).write_parquet(folder / "households" / "9.parquet")
    assert refused(folder, tmp_path).code == "parts-differ"


def test_a_folder_with_other_things_in_it_is_left_alone(tables: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letters.docx").touch()
    with pytest.raises(InputError) as caught:
        run_batch(tables, tmp_path / "out", on=IN_2018)
    assert caught.value.code == "folder-not-ours"


def full(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_in_a_part_is_one_message_and_leaves_nothing(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    with pytest.raises(InputError) as caught:
        run_batch(tables, tmp_path / "out", on=IN_2018)
    assert caught.value.code == "file-not-written"
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_at_the_end_keeps_the_parts_that_are_done(
    tables: Path, tmp_path: Path, found: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(job.pq.ParquetWriter, "write_table", full)
        with pytest.raises(InputError) as caught:
            run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=100)
    assert caught.value.code == "file-not-written"
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(job, "_work_part", full)  # no part is worked a second time
    run_batch(tables, tmp_path / "out", on=IN_2018, part_rows=100)
    assert same(read(tmp_path / "out"), found)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


# The first stops a part, the others the finished file.
@pytest.mark.parametrize(("most", "form"), [(1_000, "parquet"), (20_000, "csv")])
def test_where_no_file_may_grow_the_command_says_so_and_leaves_no_half(
    tables: Path, tmp_path: Path, most: int, form: str
) -> None:
    words = ["batch", str(tables), "--out", str(tmp_path / "out"), "--on", "2018-12-31"]
    code = f"""
import resource, sys
from lnunion_rules.cli import main
import lnunion_rules.batch.files.job
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
sys.argv = ["lnunion", *{[*words, "--format", form, "--lang", "en"]!r}]
sys.exit(main())
"""
    run = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert run.returncode == 2
    assert "file-not-written" in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob("*.part"))


def test_the_command_makes_a_population_and_works_it_out(lnunion: Any, tmp_path: Path) -> None:
    tables, out = tmp_path / "tables", tmp_path / "out"
    made = lnunion("synth", "--households", 50, "--seed", 3, "--out", tables, "--lang", "en")
    assert made.status == 0
    assert "50 synthetic households" in made.text
    done = lnunion("batch", tables, "--out", out, "--on", "2018-12-31", "--json")
    assert done.status == 0
    assert done.json["households_answered"] == 50
    again = lnunion("batch", tables, "--out", out, "--on", "2018-12-31", "--lang", "zh")
    assert "共 50 户" in again.text
    rejected = lnunion("batch", tables, "--out", out, "--on", "2019-12-31", "--json")
    assert rejected.status == 1
    assert rejected.json["rejects"].keys() == {"no-dibao-standard"}


def test_the_command_refuses_with_one_message(lnunion: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ("synth", "--out", out, "--households")
    assert lnunion("batch", tmp_path, "--out", out, "--on", "2018-12-31").code == "table-missing"
    assert lnunion(*asked, 0).code == "number-out-of-range"
    assert lnunion(*asked, 5, "--on", "2026-11-01").code == "no-standards-that-day"
    out.mkdir()
    (out / "x").touch()
    assert lnunion(*asked, 5).code == "folder-not-empty"


def test_the_same_seed_makes_the_same_files_and_the_truth_knows_what_was_left_out(
    tables: Path, tmp_path: Path
) -> None:
    write_population(tmp_path / "again", households=HOUSEHOLDS, seed=9, on=IN_2018)
    for path in sorted(tables.rglob("*.parquet")):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(tables)).read_bytes()
    one, other = (made_up(100, IN_2018, seed=seed)["households"] for seed in (1, 2))
    assert not one.equals(other)
    truth, households = (pl.read_parquet(tables / name) for name in ("truth", "households"))
    left_out = truth.filter(fact="annual_disposable_income")["household_id"]
    unknown = households.filter(pl.col("annual_disposable_income").is_null())["household_id"]
    assert left_out.to_list() == unknown.to_list()
    assert not truth["value"].null_count()


def test_a_made_up_household_is_never_taken_for_a_real_one(tables: Path) -> None:
    ids = pl.read_parquet(tables / "households")["household_id"]
    assert ids.str.starts_with("SYN-").all()
    assert answers(evaluate(made_up(30, IN_2018), on=IN_2018))


def test_the_example_tables_come_to_what_their_page_says(tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "examples" / "tables"
    summary = run_batch(examples, tmp_path / "out", on=IN_2018)
    assert summary.rejects == {"two-heads": 1}
    found = read(tmp_path / "out")
    assert found["rejects"]["row"].to_list() == [6]
    told = found["awards"].select("household_id", "rule", "outcome", "amount", "least", "most")
    assert [(*one[:3], *map(str, one[3:])) for one in told.iter_rows()] == [
        ("SYN-1", "education_aid", "entitled", "6350.00", "None", "None"),
        ("SYN-1", "medical_aid", "entitled", "20000.00", "None", "None"),
        ("SYN-2", "living_relief", "entitled", "5820.00", "None", "None"),
        ("SYN-3", "living_relief", "undetermined", "None", "0.00", "7620.00"),
        ("SYN-4", "living_relief", "entitled", "7860.00", "None", "None"),
        ("SYN-4", "education_aid", "entitled", "4585.00", "None", "None"),
        ("SYN-4", "medical_aid", "entitled", "13000.40", "None", "None"),
        ("SYN-4", "safety_net", "entitled", "48.36", "None", "None"),
    ]
