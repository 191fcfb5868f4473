"""A ledger of collective-welfare spending audited: from its file to findings to hand on."""

from .folder import write_folder
from .ledgers import check_ledger, ledger_from, roster_from, unions_from
from .workbook import workbook

__all__ = [
    "check_ledger",
    "ledger_from",
    "roster_from",
    "unions_from",
    "workbook",
    "write_folder",
]
