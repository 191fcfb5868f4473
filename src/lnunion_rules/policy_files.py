"""Reading a policy file: TOML or JSON, with the sections that ``policy_from`` knows."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from .documents import MOST_BYTES, MOST_DEEP, decoded, read_json
from .errors import InputError, PolicyError
from .policy import Policy, policy_from
from .resources import parsed

_AT = re.compile(r"line ([0-9]+), column ([0-9]+)", re.ASCII)
_NAMED = ("parameters", "readings")


def policy_in(data: bytes, *, json: bool | None = None) -> Policy:
    """The policy that a file states; ``json`` None tells TOML from JSON by the first character.

    In TOML a figure may be named with or without quotes around ``rule.parameter``. Raises
    ``InputError`` for a file that cannot be read, ``PolicyError`` for what the law does not know.

    >>> policy_in(b'[parameters]\\neducation_aid.secondary_floor = "3600"').changes
    {'parameters': {'education_aid.secondary_floor': '3600.00'}}
    """
    changes = document(data, json=json)
    if not isinstance(changes, dict):
        raise PolicyError("policy-section-broken")
    for section in _NAMED:
        if isinstance(changes.get(section), dict):
            changes = {**changes, section: dict(_flat(changes[section], ""))}
    return policy_from(changes)


def document(data: bytes, *, json: bool | None = None) -> Any:
    """What a file of TOML or JSON states, read strictly; ``json`` as :func:`policy_in` says."""
    if json is None:
        json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if json:
        return read_json(data)
    if len(data) > MOST_BYTES:
        raise InputError("file-too-large", megabytes=MOST_BYTES // 1024**2)
    text = decoded(data).removeprefix("\ufeff")
    if not text.strip():
        raise InputError("file-empty")
    try:
        return parsed(text)
    except tomllib.TOMLDecodeError as broken:
        raise _toml_broken(broken, text) from None
    except RecursionError:
        raise InputError("nested-too-deep", most=MOST_DEEP) from None


def _toml_broken(broken: tomllib.TOMLDecodeError, text: str) -> InputError:
    at = _AT.search(str(broken))
    if at:
        return InputError("toml-broken", line=int(at[1]), column=int(at[2]))
    lines = text.split("\n")
    return InputError("toml-broken", line=len(lines), column=len(lines[-1]) + 1)


def _flat(section: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Dotted names of TOML written without quotes are nested tables; here they are names again."""
    for name, value in section.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
