"""The arrows between the modules: who may import whom, and what is each one's own to import."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "cleanledger"

LEAVES = {"errors", "i18n"}

# Part → the parts that it may import, beside itself. The ways in, `__init__` and `__main__`, may import any.
MAY_IMPORT: Mapping[str, set[str]] = {
    "cli": {
        *("render", "exchange", "history", "checks", "operations", "reports", "store", "model"),
        *("git", "clock", *LEAVES),
    },
    "exchange": {"history", "checks", "operations", "reports", "store", "model", "git", "clock", *LEAVES},
    "render": {"reports", "model", *LEAVES},  # reports: the types of their tables
    "history": {"checks", "store", "model", "git", "clock", *LEAVES},
    "operations": {"checks", "store", "model", "git", "clock", *LEAVES},  # a command refuses by the rules
    "checks": {"model", *LEAVES},
    "reports": {"model", *LEAVES},
    "store": {"model", "git", "clock", *LEAVES},
    "model": LEAVES,
    "git": LEAVES,
    "clock": LEAVES,
    "i18n": set(),
    "errors": {"i18n"},
}

# What belongs to some parts, or to one module of a part, alone.
OWNERS: Mapping[str, set[str]] = {
    "click": {"cli"},
    "typer": {"cli"},
    "rich": {"render", "cli"},
    "tabulate": {"render"},
    "yaml": {"store"},
    "sqlite3": {"store"},
    "filelock": {"store", "git"},
    "subprocess": {"git.process"},
    "multiprocessing": set(),
    "pty": set(),
    "os.system": set(),
    "os.popen": set(),
    "datetime.now": {"clock"},
    "datetime.today": {"clock"},
    "datetime.utcnow": {"clock"},
    "date.today": {"clock"},
    "time.time": {"clock"},
}

# What these parts do without: they get values, not places to read them from.
DO_WITHOUT: Mapping[str, set[str]] = {
    part: {"io", "os", "pathlib", "shutil", "socket", "tempfile", "open"}
    for part in ("model", "checks", "reports")
}


class Import(NamedTuple):
    """One name that a module reaches for: `target` is as dotted as the code tells."""

    module: str
    line: int
    target: str
    at_run_time: bool


def part_of(module: str) -> str:
    """The part of the package that `module` belongs to; empty for the package itself."""
    return module.split(".", maxsplit=2)[1] if "." in module else ""


def modules_below(folder: Path) -> dict[str, str]:
    """Each module's name and text."""
    texts = {}
    for path in sorted((folder / PACKAGE).rglob("*.py")):
        dotted = ".".join(path.relative_to(folder).with_suffix("").parts)
        texts[dotted.removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return texts


def imports_of(module: str, text: str) -> Iterator[Import]:
    """Whatever `module` imports, wherever it does, and what it uses as `a.b`."""
    tree = ast.parse(text)
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        for target in _targets_of(node):
            yield Import(module, getattr(node, "lineno", 1), target, node not in typing_only)


def _targets_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (name.name for name in names)
        case ast.ImportFrom(module=source, names=names, level=0):
            yield from (f"{source}.{name.name}" for name in names)
        case ast.ImportFrom():
            yield "a relative import"
        # The last two words tell: datetime.date.today is date.today.
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            yield f"{owner}.{name}"
        case ast.Call(func=ast.Name(id="open")):
            yield "open"
        # What comes behind a part of ours is in that part, whatever it is.
        case ast.Call(
            func=ast.Name(id="import_module"),
            args=[ast.JoinedStr(values=[ast.Constant(value=str(begin)), *_])],
        ) if re.fullmatch(rf"{PACKAGE}\.[a-z]+\.", begin):
            yield begin.rstrip(".")
        case ast.Call(func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module")):
            yield "an import by a name that is computed"


def faults_in(texts: Mapping[str, str]) -> list[str]:
    """Each arrow that points the wrong way, as `module:line what`."""
    faults = []
    for module, text in texts.items():
        part = part_of(module)
        if part in {"", "__main__"}:
            continue
        if part not in MAY_IMPORT:
            faults.append(f"{module}:1 {part} has no place among the layers")
            continue
        faults += [
            f"{found.module}:{found.line} {reason}"
            for found in imports_of(module, text)
            if (reason := _reason_against(module, found.target))
        ]
    return faults


def _reason_against(module: str, target: str) -> str:
    part = part_of(module)
    if target.startswith(("a relative import", "an import by")):
        return f"{target} hides an arrow"
    if target.partition(".")[0] == PACKAGE:
        other = part_of(target)
        allowed = other in {"", "__version__", part} or other in MAY_IMPORT[part]
        return "" if allowed else f"{part} may not import {other}"
    for name, owners in OWNERS.items():
        if _is_within(target, name) and not owners & {part, module.removeprefix(f"{PACKAGE}.")}:
            return f"{name} is not {part}'s to use"
    for name in DO_WITHOUT.get(part, ()):
        if _is_within(target, name):
            return f"{part} does without {name}"
    return ""


def _is_within(target: str, name: str) -> bool:
    return target == name or target.startswith(f"{name}.")


def cycles_in(texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Groups of modules that import each other while the program runs."""
    arrows = {
        module: {
            target
            for found in imports_of(module, text)
            if found.at_run_time and (target := _module_named(found.target, texts)) and target != module
        }
        for module, text in texts.items()
    }
    reached = {module: _reached_from(module, arrows) for module in arrows}
    rings = {
        tuple(sorted({module, *(other for other in reached[module] if module in reached[other])}))
        for module in arrows
        if module in reached[module]
    }
    return sorted(rings)


def _module_named(target: str, modules: Iterable[str]) -> str | None:
    if target in modules:
        return target
    owner = target.rpartition(".")[0]
    return owner if owner in modules else None


def _reached_from(module: str, arrows: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(arrows[module])
    while waiting:
        if (other := waiting.pop()) not in reached:
            reached.add(other)
            waiting += arrows[other]
    return reached


def test_every_module_keeps_to_its_layer() -> None:
    assert faults_in(modules_below(ROOT)) == []


def test_no_modules_import_each_other() -> None:
    assert cycles_in(modules_below(ROOT)) == []


def test_every_module_was_looked_at() -> None:
    texts = modules_below(ROOT)
    files = [path for path in (ROOT / PACKAGE).rglob("*.py") if "__pycache__" not in path.parts]
    assert len(texts) == len(files)
    parts = {part_of(module) for module in texts}
    assert parts >= {"errors", "i18n", "clock", "model"}
    for part in parts & MAY_IMPORT.keys() - {"errors", "i18n", "clock"}:
        assert f"{PACKAGE}.{part}" in texts, f"{part} is no package: __init__.py is missing"


@pytest.mark.parametrize(
    ("module", "text", "fault"),
    [
        ("model.entry", "from cleanledger.store import read", "model may not import store"),
        ("model.entry", "from cleanledger import store", "model may not import store"),
        ("model.entry", "def late():\n    import cleanledger.store.read", "model may not import store"),
        ("model.entry", "if TYPE_CHECKING:\n    from cleanledger.cli import app", "model may not import cli"),
        ("model.entry", "import pathlib", "model does without pathlib"),
        ("model.entry", "open('x')", "model does without open"),
        ("model.entry", "import datetime\ndatetime.date.today()", "date.today is not model's to use"),
        (
            "model.entry",
            "from datetime import datetime as d, date\ndate.today()",
            "date.today is not model's to use",
        ),
        ("model.entry", "from .lifecycle import move", "a relative import hides an arrow"),
        (
            "model.entry",
            "import importlib\nimportlib.import_module(x)",
            "an import by a name that is computed",
        ),
        (
            "model.entry",
            "from importlib import import_module\nimport_module(f'cleanledger{x}')",
            "an import by a name that is computed",
        ),
        (
            "model.entry",
            "from importlib import import_module\nimport_module(f'cleanledger.store.{x}')",
            "model may not import store",
        ),
        ("checks.dates", "from cleanledger.store.reading import load", "checks may not import store"),
        ("checks.dates", "from cleanledger import git", "checks may not import git"),
        ("checks.dates", "from cleanledger.reports import overdue", "checks may not import reports"),
        ("reports.overdue", "import cleanledger.clock", "reports may not import clock"),
        ("operations.close", "from cleanledger.reports import overdue", "operations may not import reports"),
        ("operations.close", "import subprocess", "subprocess is not operations's to use"),
        ("operations.close", "import os\nos.system('x')", "os.system is not operations's to use"),
        ("operations.close", "from typer import Exit", "typer is not operations's to use"),
        ("operations.close", "import click.exceptions", "click is not operations's to use"),
        ("exchange.excel", "from yaml import safe_load", "yaml is not exchange's to use"),
        ("render.table", "from cleanledger.cli import app", "render may not import cli"),
        ("git", "from cleanledger.model import entry", "git may not import model"),
        ("git.hooks", "from cleanledger.store.lock import book_lock", "git may not import store"),
        ("git.hooks", "import subprocess", "subprocess is not git's to use"),
        ("git", "from subprocess import run", "subprocess is not git's to use"),
        ("utils", "", "utils has no place among the layers"),
    ],
)
def test_a_wrong_arrow_is_found(module: str, text: str, fault: str) -> None:
    (found,) = faults_in({f"{PACKAGE}.{module}": text})
    assert fault in found


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("cli.close", "import typer\nfrom cleanledger.operations.close import close"),
        ("operations.close", "from cleanledger import checks, store\nfrom cleanledger.i18n import _"),
        ("render.table", "from cleanledger.reports.table import Table"),
        ("model.entry", "from datetime import date\nfrom cleanledger.model.dates import Date\nself.today"),
        ("store.reading", "import os, yaml"),
        ("git.process", "import subprocess"),
        ("git.hooks", "from cleanledger.git.process import run"),
        ("__main__", "from cleanledger.cli.app import main"),
    ],
)
def test_a_right_arrow_is_left_alone(module: str, text: str) -> None:
    assert faults_in({f"{PACKAGE}.{module}": text}) == []


def test_a_ring_of_imports_is_found() -> None:
    ring = {
        "cleanledger.model": "from cleanledger.model.a import A",
        "cleanledger.model.a": "def late():\n    from cleanledger.model import b",
        "cleanledger.model.b": "from cleanledger.model.a import A",
        "cleanledger.model.c": "if TYPE_CHECKING:\n    from cleanledger.model.d import D",
        "cleanledger.model.d": "from cleanledger.model.c import C",
    }
    assert cycles_in(ring) == [("cleanledger.model.a", "cleanledger.model.b")]
