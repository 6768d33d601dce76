"""Messages by what they are for, collected from the code: usage errors, other failures, wrong values."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache

from tests.catalogue import PACKAGE, messages_in_code, texts_of

USAGE = ("UsageError", "BadParameter")
FAILURES = (
    "Refused",
    "ChangedMeanwhile",
    "EnvironmentFailure",
    "SavedNotCommitted",
    "CommittedNotIndexed",
    "GitFailure",
)
# Where what click raises becomes our words.
_OF_CLICK = {"cli/app.py": ("_usage", "_words"), "cli/globals.py": ("_unknown",)}


@cache
def own_messages() -> frozenset[str]:
    """Every message of ours; those of the libraries are theirs."""
    return frozenset(
        texts_of(message)[0]
        for message in messages_in_code()
        if message.id and any(place.startswith(PACKAGE.name) for place, _line in message.locations)
    )


@cache
def _sources() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def messages_of(names: Sequence[str]) -> set[str]:
    """The messages and hints of the failures of these names."""
    found = set[str]()
    for tree in _sources().values():
        for part in ast.walk(tree):
            if isinstance(part, ast.FunctionDef):
                found |= set(_of_function(part, names))
    return found


def of_command_lines() -> set[str]:
    """What is said of a wrong command line, that which click finds wrong included."""
    found = messages_of(USAGE)
    for path, functions in _OF_CLICK.items():
        for part in ast.walk(_sources()[path]):
            if isinstance(part, ast.FunctionDef) and part.name in functions:
                found |= set(_texts(part))
    return found


def _of_function(function: ast.FunctionDef, names: Sequence[str]) -> Iterator[str]:
    given = {
        target.id: each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and _is_failure(call, names):
            yield from _texts(call)
            for argument in call.args:
                if isinstance(argument, ast.Name) and argument.id in given:
                    yield from _texts(given[argument.id])


def _is_failure(call: ast.Call, names: Sequence[str]) -> bool:
    handed_on = any(
        isinstance(each.value, ast.Name) and each.arg == "failure" and each.value.id in names
        for each in call.keywords
    )
    return handed_on or _name(call.func) in names


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and _name(each.func) in ("_", "N_") and each.args:
            (first, *_rest) = each.args
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                yield first.value


def of_wrong_values() -> set[str]:
    """What is said of a value that its kind refuses: each `wrong(kind, message)`, and each shape."""
    found = set[str]()
    for path, tree in _sources().items():
        if not path.startswith("model/"):
            continue
        constants = {
            target.id: set(_texts(each.value))
            for each in tree.body
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call.func) == "wrong":
                found |= set(_texts(call))
                found |= constants.get(_name(call.args[1]), set())
    scalars = _sources()["model/scalars.py"]
    # The message of a code stands with the pattern that it is of.
    found |= {text for text in _texts(scalars) if text.startswith("{value} is ")}
    for part in ast.walk(_sources()["model/validate.py"]):
        if isinstance(part, ast.FunctionDef) and part.name in ("_shape", "_problem"):
            found |= set(_texts(part))
    return found


def where(message: str) -> str:
    """The files that have `message`."""
    return ", ".join(path for path, tree in _sources().items() if message in set(_texts(tree)))
