"""Groups, members and activities from files, mapped with their true row numbers."""

from datetime import date
from typing import Any, NamedTuple

from ..culture import map_network
from ..culture.network import TWICE
from ..culture_findings import CultureNetwork, RowsRead
from ..errors import InputError, Language
from ..groups import Activity, CultureGroup, GroupMember
from ..nouns import Noun
from ..pages import rejected
from ..policy import Policy
from ..tables import Table, columns_of, read_table
from ..welfare_findings import Reject


class NetworkFiles(NamedTuple):
    """The files of a network as they were read; those not given are None."""

    groups: Table[CultureGroup]
    members: Table[GroupMember] | None = None
    activities: Table[Activity] | None = None


def groups_from(data: bytes, form: str) -> Table[CultureGroup]:
    """The rows of a list of groups; ``form`` as :func:`lnunion_rules.tables.form_of` says."""
    return read_table(data, form, columns_of("culture_groups", CultureGroup), CultureGroup)


def members_from(data: bytes, form: str) -> Table[GroupMember]:
    """The rows of a list of who is in which group."""
    return read_table(data, form, columns_of("culture_members", GroupMember), GroupMember)


def activities_from(data: bytes, form: str) -> Table[Activity]:
    """The rows of a list of activities."""
    return read_table(data, form, columns_of("culture_activities", Activity), Activity)


def map_files(
    files: NetworkFiles, *, on: date, policy: Policy | None = None, language: Language = "zh"
) -> CultureNetwork:
    """Map a network as it was read: rows by their numbers in the files, reasons in words.

    Rows that were not read are among the rejects of their table, so that the rows of each file
    are the rows accepted and the rows rejected.
    """
    network = map_network(
        files.groups.nouns,
        members=files.members.nouns if files.members else (),
        activities=files.activities.nouns if files.activities else (),
        on=on,
        policy=policy,
    )
    numbers = files.groups.rows
    breaches = tuple(
        row.model_copy(update={"row": numbers[row.row - 1]}) for row in network.breaches
    )
    tables = tuple(
        read if table is None else _as_read(read, table, language)
        for read, table in zip(network.tables, files, strict=True)
    )
    return network.model_copy(update={"breaches": breaches, "tables": tables})


def _as_read(
    read: RowsRead,
    table: Table[Any],
    language: Language,
) -> RowsRead:
    rejects = rejected(table, read.rejects, language, _error)
    return read.model_copy(
        update={
            "rows_in": table.rows_in,
            "rows_rejected": len(rejects),
            "rejects": rejects,
        }
    )


def _error(_: Noun, bad: Reject) -> InputError:
    """A row that was set apart: it stands twice, or names a group that is not listed."""
    return InputError("row-twice" if bad.code == TWICE else "group-unknown", bad.column or "")
