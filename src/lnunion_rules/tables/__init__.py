"""Tables of rows from files: CSV, XLSX, Parquet and JSON rows, as the library's nouns.

Nothing is lost: the rows that are in a file are the rows accepted and the rows rejected, each of
those with its number, column, code, reason and fix. A file that is no such table is refused whole.
"""

from .columns import Columns, columns_of
from .reading import RowRefused, Table, every_row, form_of, read_table

__all__ = ["Columns", "RowRefused", "Table", "columns_of", "every_row", "form_of", "read_table"]
