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
    lines = [(*row[:4], _verdict(row)) for row in rows]
    return aligned([(*HEADS[:4], ""), *lines], left=(0, 3, 4))


def aligned(lines: list[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> str:
    """Lines of cells below their heads, the columns of numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    heads, *others = [
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join((heads, "-" * len(heads), *others))


def _verdict(row: Row) -> str:
    return "" if row.met is None else "met" if row.met else "MISSED"
