"""The options that commands share, and what they ask of the library."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from ..dates import day
from ..dibao import standards_from_csv
from ..documents import decoded
from ..errors import InputError, Language, LnunionError
from ..policy import Policy, load_policy
from .files import contents


def language_of(environment: Mapping[str, str]) -> Language:
    """The language a locale asks for: English where it says so, else Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].lower().startswith("en") else "zh"
    return "zh"


def examples(*commands: str) -> str:
    """What stands below a command's help."""
    return "例 Examples:\n\n" + "\n".join(f"  lnunion {command}" for command in commands)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How a command answers."""

    json: Annotated[
        bool,
        Parameter(
            help="输出 JSON，标准输出上只有它。\nMachine output on stdout, nothing else there."
        ),
    ] = False
    lang: Annotated[
        Literal["zh", "en"] | None,
        Parameter(help="语言，默认随系统，否则中文。\nLanguage; by locale, else Chinese."),
    ] = None

    @property
    def language(self) -> Language:
        """The language asked for, or the locale's."""
        return self.lang or language_of(os.environ)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Asked(Spoken):
    """How a command answers, on which day and under which policy."""

    reading: Annotated[
        list[str],
        Parameter(
            metavar="ID=CHOICE",
            help="改用一处解读，可重复。\nRead one gap in the text otherwise; repeatable.",
        ),
    ] = field(default_factory=list)
    policy: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="自己的或修改过的政策（TOML 或 JSON）。\nOwn or revised policy (TOML or JSON).",
        ),
    ] = None
    on: Annotated[
        str | None,
        Parameter(metavar="DATE", help="认定日期，默认今天。\nThe day asked about; default today."),
    ] = None
    dibao: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="自己的低保标准（CSV：area,since,monthly,source）。\n"
            "Own dibao standards (CSV: area,since,monthly,source).",
        ),
    ] = None
    monthly_dibao: Annotated[
        str | None,
        Parameter(
            metavar="YUAN",
            help="各地都用这一个低保标准，元/月。\nOne dibao standard for all, yuan a month.",
        ),
    ] = None

    @property
    def day(self) -> date:
        """The day asked about."""
        if self.on is None:
            return datetime.now().astimezone().date()
        return day(self.on, "--on")

    def law(self) -> Policy:
        """The policy asked for: the file first, then standards and readings on top of it."""
        policy = load_policy() if self.policy is None else _policy_in(self.policy)
        if self.dibao is not None:
            try:
                text = decoded(contents(self.dibao, "--dibao")).removeprefix("\ufeff")
            except LnunionError as refused:
                raise refused if refused.path else refused.within("--dibao") from None
            policy = policy.with_dibao(standards_from_csv(text, "--dibao"))
        if self.reading:
            policy = policy.with_readings(_choices(self.reading))
        if self.monthly_dibao is not None:
            policy = policy.with_monthly_dibao(self.monthly_dibao)
        return policy


def _policy_in(path: Path) -> Policy:
    from ..policy_files import policy_in

    data = contents(path, "--policy")
    form = {".toml": False, ".json": True}.get(path.suffix.lower())
    try:
        return policy_in(data, json=form)
    except LnunionError as refused:
        raise refused if refused.path else refused.within("--policy") from None


def _choices(words: list[str]) -> dict[str, str]:
    choices: dict[str, str] = {}
    for word in words:
        name, equals, choice = word.partition("=")
        if not equals:
            raise InputError("reading-form", "--reading")
        if choices.get(name, choice) != choice:
            raise InputError("reading-twice", "--reading")
        choices[name] = choice
    return choices
