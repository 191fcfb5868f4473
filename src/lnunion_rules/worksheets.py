"""A worksheet as it is printed, in a finding."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Sheet(Mapping[str, str | None]):
    """A worksheet as printed: line by line a value, the answer last; None where unknown.

    Lines are printed when they are read: most are never looked at.
    """

    __slots__ = ("_lines", "_printers")

    def __init__(
        self,
        lines: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        printers: Mapping[str, Callable[[Any], str]] | None = None,
    ) -> None:
        # A mapping, or what makes one when it is first read.
        self._lines = lines
        self._printers = printers

    def _by_name(self) -> Mapping[str, Any]:
        if callable(self._lines):
            self._lines = self._lines()
        named: Mapping[str, Any] = self._lines
        return named

    def __getitem__(self, line: str) -> str | None:
        value = self._by_name()[line]
        if value is None or self._printers is None:
            printed: str | None = value
            return printed
        return self._printers[line](value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name())

    def __len__(self) -> int:
        return len(self._by_name())

    def __hash__(self) -> int:
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Sheet, (dict(self),)

    def __repr__(self) -> str:
        return f"Sheet({', '.join(self)})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        lines = core_schema.dict_schema(
            core_schema.str_schema(), core_schema.nullable_schema(core_schema.str_schema())
        )
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(cls, lines),
            python_schema=core_schema.union_schema(
                [
                    core_schema.is_instance_schema(cls),
                    core_schema.no_info_after_validator_function(cls, lines),
                ]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                dict, return_schema=lines
            ),
        )
