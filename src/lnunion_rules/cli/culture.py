"""``lnunion culture``: workers' culture groups as a network."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..culture_findings import CultureNetwork
from ..culture_report import (
    FORMS,
    NetworkFiles,
    activities_from,
    groups_from,
    map_files,
    members_from,
    network_as,
)
from ..culture_report.pages import answer_of, pages_of
from ..errors import Language
from ..writing import written_whole
from .files import form_to_write, no_option, table_in
from .findings import show_page
from .options import Asked
from .output import console, print_json


def culture(
    groups: Annotated[
        Path,
        Parameter(
            metavar="GROUPS",
            allow_leading_hyphen=True,
            help="群名单：类别、层级、上级群、成员数（可以是 300余、近100 这样的界限）。"
            "\nThe groups: kind, level, group above, members (bounds such as >=300 or <=100 too).",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    members: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="谁在哪个群里（group_id,member_id），有了它每人只算一次。"
            "\nWho is in which group (group_id,member_id); with it a person counts once.",
        ),
    ] = None,
    activities: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="线上线下的活动。\nActivities on line and off."),
    ] = None,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="写成 .xlsx、.csv 或 .json。\nWrite the network as .xlsx, .csv or .json.",
        ),
    ] = None,
) -> int:
    """Map a network; 1 where a group is not linked as it should be or a row was rejected."""
    asked = asked or Asked()
    no_option(groups)
    form = form_to_write(out, FORMS, (groups, members, activities))
    on, policy, language = asked.day, asked.law(), asked.language
    files = NetworkFiles(
        table_in(groups, "GROUPS", groups_from),
        None if members is None else table_in(members, "--members", members_from),
        None if activities is None else table_in(activities, "--activities", activities_from),
    )
    network = map_files(files, on=on, policy=policy, language=language)
    if out is not None:
        data = network_as(form, network, language)
        with written_whole(out, "--out") as stream:
            stream.write(data)
    if asked.json:
        print_json(network.model_dump(mode="json"))
    else:
        _show(network, language)
    wrong = network.breaches or any(read.rows_rejected for read in network.tables)
    return 1 if wrong else 0


def _show(network: CultureNetwork, language: Language) -> None:
    first, *others = answer_of(network, language)
    with console() as screen:
        screen.print(first, style="bold")
        for line in others:
            screen.print(line)
        for shown in pages_of(network, language):
            show_page(screen, shown.title, shown)
