"""The rules, each a room: a ``.py`` with its law's data file beside it."""

from importlib import import_module
from types import ModuleType

from ..rulebook import rule_names


def room(name: str) -> ModuleType:
    """The module of one rule, found by its name."""
    return import_module(f".{name}", __package__)


def rooms() -> tuple[ModuleType, ...]:
    """Every room, in alphabetical order."""
    return tuple(room(name) for name in rule_names())
