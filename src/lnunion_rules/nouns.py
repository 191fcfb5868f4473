"""What every noun has in common: frozen, strict, silent about persons, clear when refused."""

from typing import Annotated, Any, NoReturn, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from .errors import InputError, place

_NAME = r"^[0-9A-Za-z_\-.:/〇㐀-䶿一-鿿]{1,64}$"

_CODES = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "literal_error": "not-a-choice",
    "bool_type": "not-true-or-false",
    "string_type": "not-text",
    "string_pattern_mismatch": "not-an-identifier",
    "string_unicode": "not-text",
    "string_too_short": "text-too-short",
    "string_too_long": "text-too-long",
    "tuple_type": "not-a-list",
    "too_short": "list-empty",
    "too_long": "list-too-long",
    "model_type": "not-an-object",
    "model_attributes_type": "not-an-object",
    "dict_type": "not-an-object",
}


Identifier = Annotated[str, StringConstraints(strict=True, pattern=_NAME)]
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
            noun: Self = cls.__pydantic_validator__.validate_python(obj, **options)
        except ValidationError as refused:
            raise input_error(refused) from None
        return noun

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


def refuse(code: str, where: str) -> NoReturn:
    """Refuse a noun as a whole, from one of its validators; ``where`` is the place within it."""
    # The place travels in the context: pydantic knows only that the whole noun is wrong.
    raise PydanticCustomError(code, code, {"where": where})
