"""The bench's one table: what was measured, its spread, and the target it is held to."""

from typing import NamedTuple

from measure import Spread


class Row(NamedTuple):
    """One measure as printed."""

    what: str
    median: str
    spread: str = ""
    target: str = ""
    met: bool | None = None


def timed(what: str, found: Spread, most: int | None = None, unit: str = "us") -> Row:
    """A time over all its runs, maybe held to a target."""
    between = f"{found.least:,.1f} to {found.most:,.1f}"
    if most is None:
        return Row(what, f"{found.median:,.1f} {unit}", between)
    met = found.median <= most
    return Row(what, f"{found.median:,.1f} {unit}", between, f"at most {most} {unit}", met)


HEADS = Row("measure", "median", "best to worst", "target")


def printed(rows: list[Row]) -> str:
    """The table as text, one line a row."""
    widths = [max(len(str(row[column])) for row in (HEADS, *rows)) for column in range(4)]
    heads = _line(HEADS, widths, "")
    lines = [_line(row, widths, _verdict(row)) for row in rows]
    return "\n".join((heads, "-" * len(heads), *lines))


def _line(row: Row, widths: list[int], verdict: str) -> str:
    what, figure, spread, target = (
        text.ljust(width) if place in (0, 3) else text.rjust(width)
        for place, (text, width) in enumerate(zip(row[:4], widths, strict=True))
    )
    return f"{what}  {figure}  {spread}  {target}  {verdict}".rstrip()


def _verdict(row: Row) -> str:
    return "" if row.met is None else "met" if row.met else "MISSED"
