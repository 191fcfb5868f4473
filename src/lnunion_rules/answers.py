"""Answers about the law on record and about decisions: plain frozen values that survive JSON."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """What such answers have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def plain(self) -> dict[str, Any]:
        """The answer as plain JSON values, in the order of its fields."""
        return self.model_dump(mode="json")
