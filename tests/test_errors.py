"""Every error is told in both languages, with exactly what its raising place passes on."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import lnunion_rules
from lnunion_rules.errors import InputError, LnunionError, NotInForce, place, safe_name
from lnunion_rules.nouns import _CODES
from lnunion_rules.resources import table

SOURCE = Path(lnunion_rules.__file__).parent
TOLD = table("data/errors.toml")
RAISING = {
    "LnunionError",
    "InputError",
    "NotInForce",
    "NoStandard",
    "PolicyError",
    "PydanticCustomError",
    "_refuse",
    "refuse",
    "_trouble",
    "_Trouble",
}
PASSED_ON = {"refused.code", "value.code", "self.code", "code"}
"""Codes that were raised elsewhere and are only handed on."""

PLACED_APART = {"where"}
"""What travels with an error to become its place."""


def codes_of(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return codes_of(argument.body) + codes_of(argument.orelse)
    assert ast.unparse(argument) in PASSED_ON, f"a code that cannot be read: {ast.dump(argument)}"
    return []


def keys_of(mapping: ast.expr, function: ast.AST) -> set[str]:
    """The keys of a dict that is written out, here or under a name in the same function."""
    if isinstance(mapping, ast.Name):
        written = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and any(ast.unparse(target) == mapping.id for target in node.targets)
        ]
        assert written, f"details that cannot be read: {mapping.id}"
        return keys_of(written[0], function)
    assert isinstance(mapping, ast.Dict), f"details that cannot be read: {ast.unparse(mapping)}"
    return {ast.literal_eval(key) for key in mapping.keys if key is not None}


def details_of(call: ast.Call, function: ast.AST) -> set[str]:
    found: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is None:
            found |= keys_of(keyword.value, function)
        else:
            found.add(keyword.arg)
    if ast.unparse(call.func) == "PydanticCustomError" and len(call.args) > 2:
        found |= keys_of(call.args[2], function)
    return found - PLACED_APART


def raised_in(path: Path) -> Iterator[tuple[str, set[str], str]]:
    """Every code raised in a file, with its details and the line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name not in RAISING:
            continue
        around: ast.AST = tree
        for function in functions:
            if node in ast.walk(function):
                around = function
        for code in codes_of(node.args[0]):
            yield code, details_of(node, around), f"{path.name}:{node.lineno}"


def every_raise() -> list[tuple[str, set[str], str]]:
    found = [raised for path in sorted(SOURCE.rglob("*.py")) for raised in raised_in(path)]
    found += [(code, set(), "nouns.py") for code in _CODES.values() if code != "not-a-choice"]
    found += [("not-a-choice", {"choices"}, "nouns.py"), ("not-valid", set(), "nouns.py")]
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def texts(code: str) -> dict[str, set[str]]:
    return {key: placeholders(text) for key, text in TOLD[code].items()}


def test_the_codes_raised_are_exactly_the_codes_told():
    assert {code for code, _, _ in every_raise()} == set(TOLD)


@pytest.mark.parametrize("code", sorted(TOLD))
def test_a_code_is_told_in_both_languages_with_what_is_wrong_and_what_to_do(code):
    row = TOLD[code]
    assert set(row) == {"zh", "en", "fix_zh", "fix_en"}
    assert all(row[key].endswith("。") for key in ("zh", "fix_zh"))
    assert all(row[key].endswith(".") for key in ("en", "fix_en"))
    assert not any(row[key].isascii() for key in ("zh", "fix_zh"))


def test_every_place_that_raises_passes_on_all_that_its_text_names():
    for code, details, line in every_raise():
        for key, named in texts(code).items():
            assert named <= details, f"{code} at {line}: {key} names {named - details}"


def test_whatever_is_passed_on_is_told():
    for code, details, line in every_raise():
        told = set().union(*texts(code).values())
        assert details <= told, f"{code} at {line}: {details - told} is passed on for nothing"


def test_both_languages_tell_the_same_details():
    for code in TOLD:
        of = texts(code)
        chinese = {name.removesuffix("_zh") for name in of["zh"] | of["fix_zh"]}
        english = {name.removesuffix("_en") for name in of["en"] | of["fix_en"]}
        assert chinese == english, code


def test_the_walk_over_the_source_reads_codes_and_details(tmp_path):
    source = tmp_path / "raising.py"
    source.write_text(
        "def refuse(many):\n"
        '    names = {"rule_zh": 1, "rule_en": 2}\n'
        '    InputError("one" if many else "other", "path", first=1)\n'
        '    raise NotInForce("third", "path", day=1, **names)\n'
        'PydanticCustomError("fourth", "text", {"where": 1, "last": 2})\n',
        encoding="utf-8",
    )
    assert sorted((code, details) for code, details, _ in raised_in(source)) == [
        ("fourth", {"last"}),
        ("one", {"first"}),
        ("other", {"first"}),
        ("third", {"day", "rule_zh", "rule_en"}),
    ]


def test_a_code_that_the_walk_cannot_read_is_not_passed_over(tmp_path):
    source = tmp_path / "raising.py"
    source.write_text("InputError(found, 'path')\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="cannot be read"):
        list(raised_in(source))


def test_an_error_says_code_place_and_fix_in_either_language():
    refused = InputError("not-money", "annual_disposable_income")
    assert refused.as_dict("en")["code"] == "not-money"
    assert refused.as_dict("en")["path"] == "annual_disposable_income"
    assert str(refused).startswith("not-money at annual_disposable_income: This is not an amount")
    assert refused.as_dict("zh")["message"].startswith("这不是金额")
    assert refused.as_dict("zh")["fix"].startswith("请写成")


def test_an_error_survives_pickling():
    refused = NotInForce("not-in-force", "aid", day="2015-01-01", rule_zh="甲", rule_en="one")
    again = pickle.loads(pickle.dumps(refused))
    assert type(again) is NotInForce
    assert (again.code, again.path, again.details) == (refused.code, refused.path, refused.details)


def test_an_error_put_inside_another_place_keeps_its_kind_and_details():
    refused = InputError("area-ambiguous", "[2].area", codes="1、2").within("rows")
    assert isinstance(refused, InputError)
    assert (refused.path, refused.details) == ("rows[2].area", {"codes": "1、2"})
    assert InputError("file-empty").within("CASE").path == "CASE"
    assert InputError("not-money", "total").within("bill").path == "bill.total"


@pytest.mark.parametrize(
    "name", ["210302196703011234", "张三", "a b", "x" * 41, "", "a\n", "a1234567"]
)
def test_a_name_that_could_be_a_persons_is_hidden(name):
    assert safe_name(name) == "?"
    assert place(("members", 0, name)) == "members[0].?"


def test_the_base_error_is_caught_by_one_name():
    with pytest.raises(LnunionError):
        raise InputError("file-empty")
