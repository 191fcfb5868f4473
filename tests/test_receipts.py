"""Receipts: a decision can be computed again, and whatever was changed in it is found."""

import copy
import json
from typing import Any

import pytest
from families import IN_2018, bill, child, head, household, of_three, spouse
from hypothesis import given, settings
from hypothesis import strategies as st

from lnunion_rules import InputError, Policy, assess_household, load_policy, verifying
from lnunion_rules.errors import NoStandard, PolicyError
from lnunion_rules.receipts import canonical
from lnunion_rules.testing import cases, policies
from lnunion_rules.verifying import verify
from lnunion_rules.version import __version__

Path = tuple[str | int, ...]


def decision(policy: Policy | None = None) -> dict[str, Any]:
    family = household(
        head(serious_illness=True),
        spouse(disabled=True),
        child(schooling="higher"),
        medical_bills=[bill(basic_insurance="50000")],
        annual_medical_bearable=None,
    )
    return assess_household(family, on=IN_2018, policy=policy).model_dump(mode="json")


def leaves(value: Any, path: Path = ()) -> list[Path]:
    if isinstance(value, dict):
        return [leaf for key in value for leaf in leaves(value[key], (*path, key))]
    if isinstance(value, list):
        return [leaf for at in range(len(value)) for leaf in leaves(value[at], (*path, at))]
    return [path]


def changed(recorded: dict[str, Any], path: Path) -> dict[str, Any]:
    again = copy.deepcopy(recorded)
    inner: Any = again
    for step in path[:-1]:
        inner = inner[step]
    was = inner[path[-1]]
    inner[path[-1]] = (not was) if isinstance(was, bool) else f"{was}1" if was else "1"
    return again


@given(cases(complete=False), policies())
@settings(max_examples=30)
def test_every_decision_holds_after_json(case, policy):
    try:
        package = assess_household(case.household, on=case.on, policy=policy)
    except (InputError, PolicyError, NoStandard):
        return
    recorded = json.loads(package.model_dump_json())
    for told in (package, recorded):
        found = verify(told)
        assert found.differences == ()
        assert found.holds
        assert (found.same_facts, found.same_policy, found.same_library) == (True, True, True)


def test_a_change_to_any_value_of_a_decision_is_found():
    recorded = decision(load_policy().revised({"education_aid.secondary_floor": "3600"}))
    assert verify(recorded).holds
    paths = leaves(recorded)
    assert len(paths) > 200
    for path in paths:
        found = verify(changed(recorded, path))
        if path == ("receipt", "library"):
            assert found.holds
            assert not found.same_library
        else:
            assert not found.holds, path


def test_a_changed_amount_is_named_with_both_values():
    found = verify(changed(decision(), ("awards", 1, "amount")))
    assert [difference.plain() for difference in found.differences] == [
        {
            "path": "awards[1].amount",
            "kind": "changed",
            "recorded": "6350.001",
            "recomputed": "6350.00",
        }
    ]
    assert (found.same_facts, found.same_policy) == (True, True)


def test_a_changed_category_is_named():
    recorded = decision()
    recorded["hardship"]["category"] = "deep"
    (difference,) = verify(recorded).differences
    assert (difference.path, difference.recorded, difference.recomputed) == (
        "hardship.category",
        "deep",
        "relative",
    )


def test_a_changed_fact_is_found_by_its_hash_and_by_what_it_changes():
    recorded = decision()
    recorded["receipt"]["facts"]["annual_disposable_income"] = "12000.00"
    found = verify(recorded)
    assert found.same_facts is False
    assert found.same_policy is True
    paths = {difference.path for difference in found.differences}
    assert {"hardship.category", "receipt.facts_sha256", "awards[0].amount"} <= paths


def test_a_changed_fact_that_changes_no_answer_is_found_by_its_hash():
    recorded = decision()
    recorded["receipt"]["facts"]["members"][0]["birth_date"] = "1967-03-02"
    found = verify(recorded)
    assert [difference.path for difference in found.differences] == ["receipt.facts_sha256"]
    assert found.same_facts is False


def test_a_changed_policy_is_found_by_its_hash():
    recorded = decision()
    recorded["receipt"]["changes"] = {"parameters": {"education_aid.secondary_floor": "3600"}}
    found = verify(recorded)
    assert found.same_facts is True
    assert found.same_policy is False
    assert not found.holds


def test_what_was_added_or_taken_away_is_told_apart():
    recorded = decision()
    recorded["extra"] = 1
    del recorded["awards"][2]["reason"]
    recorded["awards"].append({})
    kinds = {difference.path: difference.kind for difference in verify(recorded).differences}
    assert kinds == {
        "extra": "only_recorded",
        "awards[2].reason": "only_recomputed",
        "awards[4]": "only_recorded",
    }


def test_a_number_in_place_of_text_is_a_difference():
    recorded = decision()
    recorded["awards"][1]["worksheet"]["disabled"] = False
    (difference,) = verify(recorded).differences
    assert (difference.recorded, difference.recomputed) == (False, "false")


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        (("on",), "2015-01-01", "not-in-force", "hardship"),
        (("on",), "2018-13-01", "not-a-date", "on"),
        (("on",), None, "not-a-date", "on"),
        (("receipt", "facts", "members"), [], "list-empty", "receipt.facts.members"),
        (("receipt", "facts", "area"), "999999", "area-unknown", "receipt.facts.area"),
        (("receipt", "facts", "area"), "210700", "no-dibao-standard", "area"),
        (("receipt", "changes", "readings"), {"x": []}, "reading-unknown", "x"),
        (("receipt", "changes", "readings"), {"living.who": []}, "choice-unknown", "living.who"),
        (("receipt", "changes", "dibao"), [1], "dibao-columns", "dibao[0]"),
        (("receipt", "changes", "parameters"), {"a": {}}, "parameter-unknown", "a"),
        (("receipt", "changes", "parameters"), [], "policy-section-broken", "parameters"),
        (("receipt", "changes", "monthly_dibao"), 700, "money-as-number", "monthly_dibao"),
        (("receipt", "changes", "else"), 1, "policy-section-unknown", ""),
    ],
)
def test_a_receipt_that_cannot_be_recomputed_does_not_hold_and_says_why(path, value, code, place):
    recorded = decision()
    inner: Any = recorded
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    found = verify(recorded)
    assert not found.holds
    assert found.refused is not None
    assert (found.refused.code, found.refused.path) == (code, place)
    assert (found.same_facts, found.same_policy, found.differences) == (None, None, ())


@pytest.mark.parametrize(
    ("decided", "path"),
    [
        ([], "receipt"),
        ("text", "receipt"),
        ({}, "receipt"),
        ({"receipt": []}, "receipt"),
        ({"receipt": {"facts": {}, "changes": {}}}, "on"),
        ({"on": "2018-12-31", "receipt": {"facts": [], "changes": {}}}, "receipt.facts"),
        ({"on": "2018-12-31", "receipt": {"facts": {}}}, "receipt.changes"),
    ],
)
def test_what_is_no_decision_is_refused(decided, path):
    with pytest.raises(InputError) as refused:
        verify(decided)
    assert (refused.value.code, refused.value.path) == ("not-a-decision", path)


def test_a_decision_of_another_library_may_hold_and_says_so(monkeypatch):
    recorded = decision()
    monkeypatch.setattr(verifying, "__version__", "9.9.9")
    found = verify(recorded)
    assert found.same_library is False
    assert (found.recorded_library, found.library) == (__version__, "9.9.9")
    assert found.holds


def test_a_verification_shows_nobodys_facts():
    recorded = decision()
    recorded["receipt"]["facts"]["members"][0]["birth_date"] = "1966-06-06"
    found = verify(recorded)
    assert "1966" not in repr(found)
    assert "LN-0001" not in repr(found)
    assert not any("1966" in repr(difference) for difference in found.differences)


@given(st.permutations(["annual_disposable_income", "area", "filed", "household_id", "members"]))
@settings(max_examples=10)
def test_the_order_in_which_facts_are_written_changes_no_hash(order):
    facts = decision()["receipt"]["facts"]
    again = {name: facts[name] for name in [*order, *(name for name in facts if name not in order)]}
    recorded = decision()
    recorded["receipt"]["facts"] = again
    assert verify(recorded).holds


def test_canonical_json_sorts_its_keys_and_writes_utf_8():
    assert canonical({"b": 1, "a": "鞍山"}) == '{"a":"鞍山","b":1}'.encode()


def test_the_same_facts_have_the_same_receipt():
    one = assess_household(of_three(), on=IN_2018).receipt
    other = assess_household(of_three(income="23400"), on=IN_2018).receipt
    assert one == other
