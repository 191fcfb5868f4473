"""An amount is followed over columns to every turn that it is followed to for one household."""

from functools import partial
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from plain_facts import columns, parameters, row

from lnunion_rules import load_policy
from lnunion_rules.along import turning_points as for_one
from lnunion_rules.batch.gaps.turning import turning_points
from lnunion_rules.rules import hardship
from lnunion_rules.units import MOST

ROWS = 20
AMOUNTS = ("income_per_year", "rigid_per_year", "loss_per_year")
STANDARDS = parameters(hardship, load_policy())


def facts(seed: int) -> dict[str, Any]:
    return columns(hardship.work_out, np.random.default_rng(seed), ROWS)


@given(st.integers(0, 10_000), st.sampled_from(AMOUNTS), st.sampled_from(STANDARDS))
def test_every_turn_of_one_household_is_among_those_of_the_columns(
    seed: int, name: str, p: hardship.Parameters
) -> None:
    drawn, body = facts(seed), partial(hardship.work_out, p=p)
    points = turning_points(body, drawn, name, MOST)
    assert (points[0] == 0).all()
    assert (points[-1] == MOST).all()
    for at in range(ROWS):
        known = row(drawn, at)

        def along(value: Any, known: dict[str, Any] = known) -> Any:
            return body(**{**known, name: value})

        assert set(for_one(along, 0, MOST)) <= set(points[:, at].tolist())
