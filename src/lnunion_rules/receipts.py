"""Decision receipts: what it takes to compute an answer again, and to see whether it holds."""

import hashlib
import json
from typing import Any

from .findings import Receipt
from .people import Household
from .policy import Policy
from .version import __version__


def canonical(value: Any) -> bytes:
    """Plain values as canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def receipt(household: Household, policy: Policy) -> Receipt:
    """The receipt of an answer about a household under a policy."""
    return Receipt.made(
        facts_sha256=hashlib.sha256(household.canonical()).hexdigest(),
        policy_sha256=policy.sha256,
        library=__version__,
        facts=household,
        changes=policy.changes,
    )
