"""What goes wrong, as one error with a stable code, a place, a message and a fix.

Messages live in ``data/errors.toml`` in Chinese and English. Nothing a person stated is ever
put into an error: only names of fields, numbers of rows, days, area codes and allowed words.
"""

import re
from typing import Any, Literal, Self

from .resources import table

Language = Literal["zh", "en"]

_SPOKEN = re.compile(r"[A-Za-z_][A-Za-z_0-9]{0,39}", re.ASCII)
_LONG_NUMBER = re.compile(r"[0-9]{6}", re.ASCII)


class LnunionError(Exception):
    """A question that cannot be answered; ``code`` is stable, ``path`` says where."""

    def __init__(self, code: str, path: str = "", **details: str | int) -> None:
        self.code = code
        self.path = path
        self.details = details
        super().__init__(code, path)

    def message(self, language: Language = "en") -> str:
        """What is wrong, in one sentence."""
        return self._spoken(language)

    def fix(self, language: Language = "en") -> str:
        """What to do about it, in one sentence."""
        return self._spoken(f"fix_{language}")

    def as_dict(self, language: Language = "en") -> dict[str, str]:
        """The error object of JSON outputs."""
        return {
            "code": self.code,
            "path": self.path,
            "message": self.message(language),
            "fix": self.fix(language),
        }

    def within(self, path: str) -> Self:
        """The same error with its place put inside another.

        >>> InputError("field-missing", "members").within("receipt.facts").path
        'receipt.facts.members'
        """
        inner = "" if not self.path or self.path.startswith("[") else "."
        return type(self)(self.code, f"{path}{inner}{self.path}", **self.details)

    def _spoken(self, key: str) -> str:
        text: str = table("data/errors.toml")[self.code][key]
        return text.format_map(self.details)

    def __str__(self) -> str:
        place = f" at {self.path}" if self.path else ""
        return f"{self.code}{place}: {self.message()} {self.fix()}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.code, self.path, self.details)


def _rebuilt(
    kind: type[LnunionError], code: str, path: str, details: dict[str, str | int]
) -> LnunionError:
    return kind(code, path, **details)


class InputError(LnunionError):
    """The facts given are not in the form this library reads, or are impossible."""


class NotInForce(LnunionError):
    """No text on record covers that day."""


class NoStandard(LnunionError):
    """No local dibao standard is on record for that area and day."""


class PolicyError(LnunionError):
    """A revision, reading or policy file that the law does not know."""


def safe_name(name: object) -> str:
    """A field name fit to be shown: ordinary identifiers as they are, anything else hidden."""
    text = str(name)
    if _SPOKEN.fullmatch(text) and not _LONG_NUMBER.search(text):
        return text
    return "?"


MOST_STEPS = 100_000
"""No list is that long; a larger number in a place is a key, and could be a person's."""


def place(location: tuple[int | str, ...]) -> str:
    """A pydantic location as a path a person can follow.

    >>> place(("members", 1, "birth_date"))
    'members[1].birth_date'
    """
    path = ""
    for step in location:
        if isinstance(step, int) and step < MOST_STEPS:
            path += f"[{step}]"
        else:
            path += f".{safe_name(step)}" if path else safe_name(step)
    return path
