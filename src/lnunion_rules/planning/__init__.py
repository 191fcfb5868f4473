"""A plan for leaving hardship: from its files to tables, a workbook and a page to hand on."""

from .files import Rows, households_from, table_from
from .page import html_page
from .report import Report, report_on
from .written import as_json, plan_csv, workbook, write_tables

__all__ = [
    "Report",
    "Rows",
    "as_json",
    "households_from",
    "html_page",
    "plan_csv",
    "report_on",
    "table_from",
    "workbook",
    "write_tables",
]
