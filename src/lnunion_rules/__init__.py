"""The rules by which the trade unions of Liaoning help workers in difficulty.

Facts go in as frozen models, findings come out with their worksheet, figures, sources and
readings; see :func:`assess_household`.
"""

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
from .version import __version__
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
