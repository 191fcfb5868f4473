"""``lnunion skills``: programmes, training orders matched to places, the fund."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from ..errors import InputError, LnunionError
from ..programmes import Programme, TrainingOrder, TrainingPlaces
from ..reports import rejected
from ..reports.skills import matching_report, programmes_report
from ..rulebook import rule
from ..rules.skills_training import RULE
from ..skills import check_programmes, match_orders
from ..sources import not_in_force
from ..welfare_findings import Reject
from .funds import fund
from .options import Asked, examples
from .reports import Out, answer, rows_of

skills = App(
    name="skills",
    help="技能培训：项目、订单对接、专项资金。\nSkills training: programmes, orders, the fund.",
    help_epilogue=examples(
        "skills programmes programmes.csv --on 2019-12-31",
        "skills match orders.csv --places places.csv --out plan.xlsx",
        "skills fund ledger.csv",
    ),
)
skills.command(
    fund,
    help="检查专项资金台账。\nCheck a ledger of the training funds.",
    help_epilogue=examples("skills fund ledger.csv --out fund.xlsx"),
)


@skills.command(
    help="核对技能提升项目，统计覆盖率和称号。\nCheck programmes; count coverage and titles.",
    help_epilogue=examples("skills programmes programmes.csv --on 2019-12-31 --json"),
)
def programmes(
    file: Annotated[
        Path,
        Parameter(
            metavar="PROGRAMMES",
            allow_leading_hyphen=True,
            help="项目表，一行一个项目。\nThe programmes, one a row.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    out: Out = None,
) -> int:
    """Check programmes; 1 where one is not in order or a row was rejected."""
    asked = asked or Asked()
    on, policy, language = asked.day, asked.law(), asked.language
    read = rows_of(file, "PROGRAMMES", "programmes", Programme)
    found = check_programmes(read.nouns, on=on, policy=policy)
    rejects = rejected(read, found.rejects, language, _error)
    found = found.model_copy(
        update={"rows_in": read.rows_in, "rows_rejected": len(rejects), "rejects": rejects}
    )
    answer(found, programmes_report(found, language), asked, out, (file,))
    return 0 if found.compliant and not rejects else 1


def _error(programme: Programme, refused: Reject) -> LnunionError:
    """A row that was not taken: held before the action began, or its id is used twice."""
    column = refused.column or ""
    if refused.code == "duplicate-id":
        return InputError("duplicate-id", column)
    return not_in_force(rule(RULE), programme.held_on, column)


@skills.command(
    help="企业订单和培训名额对接。\nMatch enterprises' orders to providers' places.",
    help_epilogue=examples("skills match orders.csv --places places.csv --out plan.csv"),
)
def match(
    orders: Annotated[
        Path,
        Parameter(
            metavar="ORDERS",
            allow_leading_hyphen=True,
            help="企业的培训订单，一行一个工种。\nThe enterprises' orders, one trade a row.",
        ),
    ],
    /,
    *,
    places: Annotated[
        Path,
        Parameter(
            metavar="FILE",
            help="培训机构的名额，一行一个工种。\nThe providers' places, one trade a row.",
        ),
    ],
    asked: Asked | None = None,
    out: Out = None,
) -> int:
    """Match orders to places; 1 where a row was rejected."""
    asked = asked or Asked()
    language = asked.language
    wanted = rows_of(orders, "ORDERS", "training_orders", TrainingOrder)
    offered = rows_of(places, "--places", "training_places", TrainingPlaces)
    found = match_orders(wanted.nouns, offered.nouns)
    rejects = rejected(wanted, found.rejects, language)
    others = rejected(offered, found.offers_rejects, language)
    found = found.model_copy(
        update={
            "rows_in": wanted.rows_in + offered.rows_in,
            "rows_rejected": len(rejects) + len(others),
            "rejects": rejects,
            "offers_rejects": others,
        }
    )
    answer(found, matching_report(found, language), asked, out, (orders, places))
    return 1 if found.rows_rejected else 0
