"""Every error is told in both languages, with exactly what its raising place passes on."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import lnunion_rules
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


if __name__ == "__main__":
    for r in sorted(every_raise()):
        print(r)
