"""The rules by which the trade unions of Liaoning help workers in difficulty.

Facts go in as frozen models, findings come out with their worksheet, figures, sources and
readings; see :func:`assess_household`. A name is loaded when it is first asked for,
so that whoever assesses a household waits for no ledger.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .candidates import AreaCapacity, Candidate
    from .cases import household_from
    from .claims import ExpenseClaim, RosterEntry, Union
    from .counted_areas import AreaCount
    from .errors import InputError, LnunionError, NoStandard, NotInForce, PolicyError
    from .fair_findings import FairReport
    from .fairs import Employer, Fair
    from .findings import Award, Hardship, Package, Service
    from .jobfair import check_fair
    from .package import assess_household
    from .people import Household, MedicalBill, Member
    from .policy import Policy, load_policy
    from .screening import plan_screening
    from .screening_findings import ScreeningPlan
    from .targets import plan_targets
    from .targets_findings import Schedule
    from .verifying import verify
    from .welfare import check_claim, check_welfare
    from .welfare_findings import Verdict, WelfareReport

__all__ = [
    "AreaCapacity",
    "AreaCount",
    "Award",
    "Candidate",
    "Employer",
    "ExpenseClaim",
    "Fair",
    "FairReport",
    "Hardship",
    "Household",
    "InputError",
    "LnunionError",
    "MedicalBill",
    "Member",
    "NoStandard",
    "NotInForce",
    "Package",
    "Policy",
    "PolicyError",
    "RosterEntry",
    "Schedule",
    "ScreeningPlan",
    "Service",
    "Union",
    "Verdict",
    "WelfareReport",
    "__version__",
    "assess_household",
    "check_claim",
    "check_fair",
    "check_welfare",
    "household_from",
    "load_policy",
    "plan_screening",
    "plan_targets",
    "verify",
]

_NAMES = {
    "candidates": (
        "AreaCapacity",
        "Candidate",
    ),
    "cases": ("household_from",),
    "claims": (
        "ExpenseClaim",
        "RosterEntry",
        "Union",
    ),
    "counted_areas": ("AreaCount",),
    "errors": (
        "InputError",
        "LnunionError",
        "NoStandard",
        "NotInForce",
        "PolicyError",
    ),
    "fair_findings": ("FairReport",),
    "fairs": (
        "Employer",
        "Fair",
    ),
    "findings": (
        "Award",
        "Hardship",
        "Package",
        "Service",
    ),
    "jobfair": ("check_fair",),
    "package": ("assess_household",),
    "people": (
        "Household",
        "MedicalBill",
        "Member",
    ),
    "policy": (
        "Policy",
        "load_policy",
    ),
    "screening": ("plan_screening",),
    "screening_findings": ("ScreeningPlan",),
    "targets": ("plan_targets",),
    "targets_findings": ("Schedule",),
    "verifying": ("verify",),
    "welfare": (
        "check_claim",
        "check_welfare",
    ),
    "welfare_findings": (
        "Verdict",
        "WelfareReport",
    ),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a name from the module it lives in, once."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    """All that can be asked for."""
    return sorted({*globals(), *__all__})
