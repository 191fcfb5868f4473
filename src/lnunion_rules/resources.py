"""Reading the library's own data files, from a folder or from a zip, once each."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def folder(name: str) -> Traversable:
    """A folder of this package, wherever the package lies."""
    return files(__package__).joinpath(name)


def parsed(text: str) -> dict[str, Any]:
    """TOML text with exact decimals in place of floats."""
    return tomllib.loads(text, parse_float=Decimal)


@cache
def table(path: str) -> Mapping[str, Any]:
    """One data file, such as ``data/readings.toml``; treat what it returns as read-only."""
    return parsed(files(__package__).joinpath(path).read_text(encoding="utf-8"))
