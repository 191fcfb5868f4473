"""Whole fen as the money columns of Parquet: decimals with two places."""

from typing import Any

import polars as pl
import pyarrow as pa

MONEY = pa.decimal128(18, 2)
_WHOLE = pa.decimal128(19, 0)


def as_money(fen: pl.Series) -> Any:
    """Fen as an Arrow column of yuan with two places: the same whole number, as hundredths."""
    whole = fen.cast(pl.Int64).to_arrow().cast(_WHOLE)
    return pa.Array.from_buffers(MONEY, len(whole), whole.buffers(), offset=whole.offset)
