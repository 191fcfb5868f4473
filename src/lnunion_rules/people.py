"""The nouns of a household's case: members, medical bills, the household itself.

A fact that is left out is unknown, neither false nor zero; only the fields whose docstring
says so mean *none stated* when they are left out.
"""

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .areas import area_code
from .dates import BirthDate, Day
from .errors import InputError
from .nouns import Identifier, Noun, refuse
from .units import Yuan, fen

Relation = Literal["head", "spouse", "child", "parent", "other"]
Sex = Literal["male", "female"]
Work = Literal["employed", "laid_off", "unemployed", "retired", "sick_leave", "student", "none"]
Schooling = Literal[
    "none",
    "compulsory",
    "senior_secondary",
    "vocational_secondary",
    "higher",
    "special_education",
]
Exclusion = Literal[
    "two_homes",
    "owns_shop",
    "employs_others",
    "high_fee_school",
    "study_abroad",
    "motor_vehicle",
]
Origin = Literal[
    "over_capacity",
    "environmental_shutdown",
    "factory_collective",
    "zombie",
    "graduate",
    "transferred_labour",
]


LEAST_MONTHS, MOST_MONTHS = 6, 12
"""As few and as many incomes by month as are stated, if any."""

MOST_MEMBERS, MOST_BILLS = 100, 1000
"""As many as one household's file holds."""


def _code(value: str) -> str:
    try:
        return area_code(value)
    except InputError as refused:
        raise PydanticCustomError(refused.code, refused.code, dict(refused.details)) from None


AreaCode = Annotated[str, Field(strict=True), AfterValidator(_code)]
"""A six-digit GB/T 2260 code of Liaoning, or the area's Chinese name."""


def _none_stated(schema: dict[str, Any], otherwise: Any) -> tuple[Any, ...]:
    """What makes null stand for a fact left out, where that means none stated."""
    read = BeforeValidator(lambda value: otherwise if value is None else value)
    either = {"anyOf": [schema, {"type": "null"}]}
    return read, WithJsonSchema(either, mode="validation")


Stated = Annotated[StrictBool, *_none_stated({"type": "boolean"}, otherwise=False)]
"""A claim that is false unless it is stated."""

Mode = Literal["school", "integrated", "home"]
SpecialMode = Annotated[
    Mode, *_none_stated({"type": "string", "enum": list(get_args(Mode))}, otherwise="school")
]


class Member(Noun):
    """One person of the household; ``ill`` left out means none stated."""

    member_id: Identifier
    relation: Relation
    birth_date: BirthDate | None = None
    sex: Sex | None = None
    work: Work | None = None
    union_member: StrictBool | None = None
    disabled: StrictBool | None = None
    serious_illness: StrictBool | None = None
    ill: Stated = False
    """Any illness; a serious illness counts as one."""
    can_work: StrictBool | None = None
    wants_work: StrictBool | None = None
    wants_business: StrictBool | None = None
    schooling: Schooling | None = None
    migrant: StrictBool | None = None
    """A migrant worker (农民工); for the household's file only a stated ``true`` counts."""
    labour_relation_since: Day | None = None
    """When a migrant worker's present labour relation began."""
    graduated_on: Day | None = None
    origin: Origin | None = None
    hard_to_place: StrictBool | None = None
    """Hard to place in work for objective reasons, as the case worker states."""
    cadre: StrictBool | None = None
    """In a cadre post (干部岗位), where a woman's working age ends later."""
    registered_unemployed: StrictBool | None = None
    """Registered as unemployed; asked for only where no other unemployment counts."""
    unit_has_union: StrictBool | None = None
    """Whether the unit has a union; a union member's has."""
    last_screened_on: Day | None = None
    """The last screening for cervical and breast cancer; left out means none on record."""
    special_mode: SpecialMode = "school"
    """How special education is received; left out, in a special school or class."""
    special_stage: Literal["compulsory", "senior_secondary"] | None = None
    part_time: Stated = False
    """In part-time schooling; left out means none stated."""
    postgraduate: StrictBool | None = None
    other_education_aid: Yuan | None = None
    """Golden Autumn or other aid for the same school year; left out means none stated."""


class MedicalBill(Noun):
    """One medical bill of one member, and what each payer has paid of it."""

    bill_id: Identifier
    member_id: Identifier
    billed_on: Day | None = None
    total: Yuan | None = None
    basic_insurance: Yuan | None = None
    major_illness_insurance: Yuan | None = None
    supplementary_insurance: Yuan | None = None
    mutual_aid: Yuan | None = None
    other_payers: Yuan | None = None
    """Government medical aid, commercial cover, gifts; left out means none stated."""
    out_of_catalogue: Yuan | None = None
    """The part outside the insurance catalogue."""


class Household(Noun):
    """One household's file: the facts a union's case worker has, and no law."""

    household_id: Identifier
    area: AreaCode
    filed: StrictBool | None = None
    annual_disposable_income: Yuan | None = None
    annual_rigid_expenditure: Yuan | None = None
    annual_accident_loss: Yuan | None = None
    annual_medical_bearable: Yuan | None = None
    annual_dibao_received: Yuan | None = None
    """Dibao payments contained in the income; asked for only where they are not counted."""
    monthly_incomes: (
        Annotated[tuple[Yuan, ...], Field(min_length=LEAST_MONTHS, max_length=MOST_MONTHS)] | None
    ) = None
    """The household's income month by month, the latest last; left out means none stated."""
    single_parent: StrictBool | None = None
    other_cause: Stated = False
    """Another stated cause of hardship; left out means none stated."""
    exclusions: tuple[Exclusion, ...] | None = None
    """What keeps a household off the file; left out means none stated, unless read otherwise."""
    registered_area: AreaCode | None = None
    resident_area: AreaCode | None = None
    filed_on: Day | None = None
    off_file_on: Day | None = None
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=MOST_MEMBERS)]
    medical_bills: Annotated[tuple[MedicalBill, ...], Field(max_length=MOST_BILLS)] | None = None
    """Left out: unknown; empty: none."""

    @model_validator(mode="after")
    def _possible(self) -> "Household":
        heads = [member.relation for member in self.members].count("head")
        if heads != 1:
            refuse("head-missing" if heads == 0 else "two-heads", "members")
        people = _unique([member.member_id for member in self.members], "members")
        bills = self.medical_bills or ()
        _unique([bill.bill_id for bill in bills], "medical_bills")
        for index, bill in enumerate(bills):
            if bill.member_id not in people:
                refuse("bill-of-nobody", f"medical_bills[{index}].member_id")
        if self.filed_on and self.off_file_on and self.off_file_on < self.filed_on:
            refuse("off-file-before-filed", "off_file_on")
        return self

    def stated(self) -> dict[str, Any]:
        """The facts that are stated, as plain JSON values."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def canonical(self) -> bytes:
        """The facts that are stated, always in the same order and form: what receipts hash."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True, exclude_defaults=True)

    @property
    def head(self) -> Member:
        """The worker in whose name the file is kept."""
        relations = [member.relation for member in self.members]
        return self.members[relations.index("head")]


def _unique(names: list[str], where: str) -> set[str]:
    different = set(names)
    if len(different) < len(names):
        again = next(index for index, name in enumerate(names) if name in names[:index])
        refuse("duplicate-id", f"{where}[{again}]")
    return different


def money(amount: Any) -> int | None:
    """A stated amount in whole fen, None where it is unknown."""
    return None if amount is None else fen(amount)


def age_on(birth: date, on: date) -> int:
    """Whole years of age on a day; someone born on 29 February turns a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
