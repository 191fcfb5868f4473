"""The commands, each loaded when it is asked for, and what happens when one fails."""

import os
import sys
from io import TextIOWrapper
from typing import Any, get_args

from cyclopts import App, Parameter
from cyclopts import exceptions as command_line

from ..errors import InputError, Language, LnunionError, safe_name
from ..version import __version__
from . import is_extra
from .options import examples, language_of
from .output import print_error

_STOPPED, _CLOSED = 130, 141
"""What shells expect of a program stopped by the keyboard, or whose reader has gone."""

app = App(
    name="lnunion",
    version=__version__,
    help="辽宁工会困难职工帮扶规则：精确到分，逐行说明，注明出处。"
    "\nThe aid rules of Liaoning's trade unions: exact to the fen, explained line by line.",
    help_epilogue=examples(
        "demo",
        "assess case.json --on 2018-12-31",
        "assess cases.jsonl > answers.jsonl",
        "policy show education_aid --area 鞍山市 --on 2018-12-31",
        "COMMAND --help",
    ),
    help_format="rich",
    default_parameter=Parameter(negative=(), show_default=False),
    exit_on_error=False,
    print_error=False,
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)
app["--help"].help = "显示说明。\nShow this help."
app["--version"].help = "显示版本。\nShow the version."

_COMMANDS = {
    "demo": (
        "看一个完整的例子。\nThe main job on an example family.",
        ("demo", "demo --lang en --json"),
    ),
    "assess": (
        "认定和测算一户或多户。\nAssess one household, or many.",
        (
            "assess case.json --on 2018-12-31",
            "assess case.json --format html --out case.html --letter letter.md",
            "assess case.json --reading living.who=deep_and_relative --json",
            "assess case.json --policy ours.toml --dibao standards.csv",
            "assess cases.jsonl > answers.jsonl",
            "assess - < case.json",
        ),
    ),
    "welfare": (
        "检查职工集体福利支出台账。\nCheck a collective-welfare ledger.",
        (
            "welfare ledger.csv --on 2019-12-31",
            "welfare ledger.xlsx --roster roster.xlsx --out findings.xlsx",
            "welfare ledger.csv --roster roster.csv --json --remaining",
        ),
    ),
    "screening": (
        "安排女职工两癌筛查。\nPlan the cancer screening of women workers.",
        (
            "screening roster.csv --unions unions.csv --from 2019 --on 2018-12-31",
            "screening roster.xlsx --unions unions.xlsx --budget 300000 --capacity hospitals.csv",
            "screening roster.csv --unions unions.csv --out plan.xlsx",
        ),
    ),
    "tender": (
        "筛查医院招标评分排名。\nRank the bids of hospitals for the screening.",
        ("tender bids.csv --scoring scoring.toml",),
    ),
    "culture": (
        "职工文化群的联动、人数和活动。\nWorkers' culture groups: linkage, people, activities.",
        (
            "culture groups.csv --on 2019-06-30",
            "culture groups.xlsx --members members.xlsx --activities activities.csv --out net.xlsx",
        ),
    ),
    "batch": (
        "批量认定和测算。\nAssess whole tables of households.",
        (
            "batch tables --out findings --on 2018-12-31",
            "batch tables --out findings --parts --format csv",
            "batch tables --out findings --monthly-dibao 635",
        ),
    ),
    "sql": (
        "把规则写成数据库查询。\nThe rules as queries of a database.",
        (
            "sql all --on 2018-12-31 --dialect postgres --out aids.sql",
            "sql education_aid --reading education.who=deep",
            "sql schema --dialect spark --fen",
        ),
    ),
    "synth": (
        "生成合成人口，供测试和演示。\nMake up a population for tests and demonstrations.",
        ("synth --households 1000 --out tables", "synth --households 1000 --seed 7 --out tables"),
    ),
    "targets": (
        "解困脱困的分年目标和进度。\nTargets for leaving hardship, and progress against them.",
        (
            "targets baseline.csv",
            "targets baseline.csv --progress events.csv --on 2019-12-31 --out report.html",
            "targets baseline.csv --households households.csv --extra extra.csv --out plan.xlsx",
            "targets baseline.csv --households files.jsonl --payments payments.csv",
        ),
    ),
    "jobfair": (
        "统计一场招聘会，生成二维码墙。\nStatistics of a job fair, and its wall of codes.",
        (
            "jobfair employers.csv --fair fair.csv --out report.html",
            "jobfair employers.xlsx --fair fair.xlsx --wall wall",
            "jobfair --fair fair.csv --json",
        ),
    ),
    "schema": (
        "输入输出的 JSON Schema。\nJSON Schema of an input or output.",
        ("schema", "schema household > household.schema.json"),
    ),
    "verify": (
        "核验一份结果能否重算得出。\nRecompute a decision and say whether it holds.",
        ("assess case.json --json > receipt.json", "verify receipt.json"),
    ),
}
for _name, (_help, _lines) in _COMMANDS.items():
    app.command(
        f"{__package__}.{_name}:{_name}",
        name=_name,
        help=_help,
        help_epilogue=examples(*_lines),
    )
app.command(f"{__package__}.policy:policy", name="policy", help="现行政策。\nThe law on record.")
app.command(
    f"{__package__}.employment:employment",
    name="employment",
    help="促进就业服务。\nEmployment support.",
)
app.command(
    f"{__package__}.skills:skills", name="skills", help="职工职业技能提升。\nSkills training."
)
app.register_install_completion_command(
    help="安装命令行补全。\nInstall shell completion.", help_epilogue=""
)


def run(arguments: list[str]) -> int:
    """Run one command; whatever happens, an exit status and at most one message."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        answered = app(arguments)
    except command_line.CycloptsError as wrong:
        return _refused(_misused(wrong), arguments)
    except LnunionError as refused:
        return _refused(refused, arguments)
    except KeyboardInterrupt:
        return _STOPPED
    except (BrokenPipeError, SystemExit):  # the latter is how rich leaves a closed pipe
        _close_output()
        return _CLOSED
    except Exception as unexpected:
        if isinstance(unexpected, ModuleNotFoundError) and is_extra(unexpected):
            raise
        # No traceback: it could show a person's facts.
        kind = safe_name(type(unexpected).__name__)
        return _refused(LnunionError("internal-error", kind=kind), arguments)
    return answered if isinstance(answered, int) else 0


def _refused(refused: LnunionError, arguments: list[str]) -> int:
    try:
        print_error(refused, _language(arguments), as_json="--json" in arguments)
    except BrokenPipeError:
        _close_output()
        return _CLOSED
    return 2


def _language(arguments: list[str]) -> Language:
    """The language asked for, even where the arguments as a whole cannot be read."""
    for before, word in zip(["", *arguments], arguments, strict=False):
        asked = word.partition("=")[2] if word.startswith("--lang=") else word
        if asked in get_args(Language) and (before == "--lang" or asked != word):
            return "zh" if asked == "zh" else "en"
    return language_of(os.environ)


def _close_output() -> None:
    """Point standard output nowhere, so that nothing is said when Python flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _misused(wrong: command_line.CycloptsError) -> LnunionError:
    """A mistake in the arguments as an error of this library, without the words given."""
    argument = wrong.argument.name if wrong.argument else ""
    match wrong:
        case command_line.UnknownOptionError():
            return InputError("option-unknown", _option(wrong.token.keyword))
        case command_line.UnknownCommandError():
            return InputError("command-unknown")
        case command_line.UnusedCliTokensError():
            return InputError("argument-unexpected")
        case command_line.RepeatArgumentError():
            return InputError("option-twice", _option(wrong.token.keyword))
        case command_line.MissingArgumentError():
            return InputError("argument-missing", argument)
        case command_line.CoercionError() if argument == "--lang":
            return InputError("not-a-choice", argument, choices="zh, en")
    return InputError("argument-not-read", argument)


def _option(word: Any) -> str:
    """An option as it was typed, where it looks like one."""
    shown = safe_name(str(word).removeprefix("--").replace("-", "_"))
    return f"--{shown}".replace("_", "-")
