"""What every noun has in common: frozen, strict, silent about persons, clear when refused."""

import re
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from .errors import InputError, place

_NAME = r"^[0-9A-Za-z_\-.:/\u4e00-\u9fff]{1,64}$"
_NAMED = re.compile(_NAME[1:-1])

_CODES = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "literal_error": "not-a-choice",
    "bool_type": "not-true-or-false",
    "string_type": "not-text",
    "tuple_type": "not-a-list",
    "too_short": "list-empty",
    "too_long": "list-too-long",
    "model_type": "not-an-object",
    "model_attributes_type": "not-an-object",
    "dict_type": "not-an-object",
}


def _identifier(value: Any) -> str:
    if not isinstance(value, str) or _NAMED.fullmatch(value) is None:
        raise PydanticCustomError("not-an-identifier", "not an identifier")
    return value


Identifier = Annotated[
    str, BeforeValidator(_identifier), WithJsonSchema({"type": "string", "pattern": _NAME})
]
"""A key the caller chose: 1 to 64 letters, digits, Chinese characters or ``_-.:/``."""


class Noun(BaseModel):
    """Facts as given: never changed, never guessed, refused with :class:`InputError`."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        strict=False,
        use_attribute_docstrings=True,
    )

    def __init__(self, **facts: Any) -> None:
        try:
            super().__init__(**facts)
        except ValidationError as refused:
            raise input_error(refused) from None

    # pydantic then still validates nested nouns itself, so that a path starts at the outermost.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """As pydantic's, but refusing with :class:`InputError`."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as refused:
            raise input_error(refused) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """As pydantic's, but refusing with :class:`InputError`."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as refused:
            raise input_error(refused) from None

    def __repr_args__(self) -> Any:
        """Nothing of a person is shown; see ``model_dump`` for the facts."""
        return ()


def input_error(refused: ValidationError) -> InputError:
    """The first thing wrong, as an error of this library without any value in it."""
    first = refused.errors(include_url=False, include_input=False)[0]
    code = _CODES.get(first["type"], first["type"])
    context = first.get("ctx", {})
    details: dict[str, str | int] = {}
    if code == "not-a-choice":
        details["choices"] = str(context["expected"]).replace("'", "").replace(" or ", ", ")
    elif "-" not in code:
        code = "not-valid"
    else:
        details = {name: value for name, value in context.items() if isinstance(value, (str, int))}
    where = str(details.pop("where", ""))
    path = place(first["loc"])
    return InputError(code, f"{path}.{where}".strip(".") if where else path, **details)
