"""The findings: what a rule answers, with the worksheet, figures, sources and readings behind it.

A finding is a value. It survives JSON and back, knows no rule, and shows no person's facts in
its ``repr``.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_serializer,
)

from .people import Household
from .worksheets import Sheet as Sheet  # noqa: PLC0414 - handed on to those who make findings

Category = Literal["deep", "relative", "accident", "none"]
CATEGORIES: tuple[Category, ...] = ("deep", "relative", "accident", "none")
"""The categories of hardship, in the order in which they are tried."""

DEEP, RELATIVE, ACCIDENT, NONE = range(len(CATEGORIES))

Outcome = Literal["entitled", "not_entitled", "undetermined"]
Kind = Literal["grant", "ceiling", "referral"]


def _exact(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


Amount = Annotated[Decimal, BeforeValidator(_exact)]
"""Decimal yuan with two places; a string in JSON."""

Range = tuple[Amount, Amount]
"""The least and the most an amount may be."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


_put = object.__setattr__  # findings are frozen


class Finding(BaseModel):
    """What every finding has in common."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    _blank: ClassVar[Mapping[str, Any]] = {}
    """Every field in its order with its default; None where it has none."""
    _fields: ClassVar[set[str]] = set()

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        fields = cls.model_fields.items()
        cls._blank = {name: None if f.is_required() else f.default for name, f in fields}
        cls._fields = set(cls._blank)

    @classmethod
    def made(cls, values: Mapping[str, Any] = _NOTHING, /, **more: Any) -> Self:
        """A finding of what a rule has worked out itself: every field without a default, and valid.

        Never for values from outside: nothing is looked at.
        """
        found = object.__new__(cls)
        _put(found, "__dict__", {**cls._blank, **values, **more})
        _put(found, "__pydantic_fields_set__", cls._fields)
        _put(found, "__pydantic_extra__", None)
        _put(found, "__pydantic_private__", None)
        return found

    def _repr_html_(self) -> str:
        """The finding explained, for notebooks."""
        # At call time only: words stand above findings, which know nothing of them otherwise.
        from .explain import html

        return html(self)


class Figure(Finding):
    """One figure of the law that a finding rests on."""

    name: str
    value: str
    unit: str
    since: date | None
    source: str


class Span(Finding):
    """From one day through another, both included."""

    since: date
    through: date


class Hardship(Finding):
    """The category of a household under one identification standard."""

    category: Literal["deep", "relative", "accident", "none", "undetermined"]
    possible: tuple[Category, ...]
    """The categories the household may have; one where it is determined."""
    generation: Literal["2016", "2020"]
    reason: str
    missing: tuple[str, ...] = ()
    worksheet: Sheet
    parameters: tuple[Figure, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("category", self.category), ("generation", self.generation))


class Award(Finding):
    """An amount due, a ceiling up to which may be paid, or a referral with its monthly gap."""

    rule: str
    member_id: str | None = None
    kind: Kind
    outcome: Outcome
    amount: Amount | None
    """Yuan; for a referral per month, otherwise for ``period``; None where undetermined."""
    range: Range | None = None
    reason: str
    missing: tuple[str, ...] = ()
    period: Span | None = None
    worksheet: Sheet
    parameters: tuple[Figure, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("rule", self.rule), ("outcome", self.outcome), ("amount", self.amount))


class Grounds(Finding):
    """The stated facts of a member by which a service is given: a person, a group and a wish."""

    person: str
    group: str
    wish: str


class Fit(Finding):
    """A service that fits someone who may be served, or on which a fact is missing."""

    service: str
    outcome: Outcome
    reason: str
    first: bool | None = None
    """Of a placement: whether it comes before others; None where that is not known."""
    missing: tuple[str, ...] = ()
    """The facts on which the outcome, or where that is certain ``first``, depends."""

    def __repr_args__(self) -> Any:
        return (("service", self.service), ("outcome", self.outcome))


class Service(Finding):
    """A service of the unions that a member may have, or may not."""

    rule: str
    member_id: str
    outcome: Outcome
    reason: str
    missing: tuple[str, ...] = ()
    grounds: Grounds | None = None
    """The facts that allow it; None where it is not given, or the rule names none."""
    fits: tuple[Fit, ...] = ()
    """Which services fit, where the rule has several."""
    worksheet: Sheet
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("rule", self.rule), ("outcome", self.outcome))


class LeftOut(Finding):
    """A service whose law is not in force on the day, and why."""

    rule: str
    reason: str


class PolicyStamp(Finding):
    """Which law answered."""

    id: str
    version: str
    sha256: str


def _as_given(value: Any, checked: ValidatorFunctionWrapHandler) -> Any:
    """A household that is one already is not checked a second time."""
    return value if isinstance(value, Household) else checked(value)


class Receipt(Finding):
    """What it takes to compute the answer again and to see whether it is the same."""

    facts_sha256: str
    policy_sha256: str
    library: str
    facts: Annotated[Household, WrapValidator(_as_given)]
    """The household as it was given."""
    changes: Mapping[str, Any]
    """What the policy changed of the law on record."""

    @field_serializer("facts")
    def _stated(self, facts: Household) -> dict[str, Any]:
        return facts.stated()

    def __repr_args__(self) -> Any:
        return (("policy_sha256", self.policy_sha256), ("library", self.library))


class Package(Finding):
    """Everything the rules say about one household on one day."""

    household_id: str
    on: date
    policy: PolicyStamp
    hardship: Hardship
    awards: tuple[Award, ...]
    services: tuple[Service, ...]
    services_left_out: tuple[LeftOut, ...] = ()
    total_grants: Amount | None
    total_grants_range: Range | None = None
    total_ceilings: Amount | None
    total_ceilings_range: Range | None = None
    notices: tuple[str, ...] = ()
    receipt: Receipt

    def __repr_args__(self) -> Any:
        return (("on", self.on), ("category", self.hardship.category))
