"""How other programs see a file of a book, and what its schema says of that."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from cleanledger.model.schema import schema_of

ROOT = Path(__file__).parents[2]
BOOKS = (ROOT / "ledgers", ROOT / "tests" / "checks" / "base")


class OldReader(yaml.CSafeLoader):
    """YAML 1.1; a date is its text."""


class ModernReader(yaml.CSafeLoader):
    """YAML 1.2, core schema."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - as its parent has it


OldReader.add_constructor("tag:yaml.org,2002:timestamp", lambda _reader, node: str(node.value))
for _tag, _shape in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}.items():
    ModernReader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_shape})$"), None)


def construct_int(_reader: ModernReader, node: yaml.ScalarNode) -> int:
    """A whole number of YAML 1.2: 010 is ten."""
    return int(node.value, 8 if node.value.startswith("0o") else 16 if node.value.startswith("0x") else 10)


ModernReader.add_constructor("tag:yaml.org,2002:int", construct_int)
READERS = (OldReader, ModernReader)


def schema_for(path: str) -> str:
    """The schema of the file at `path`, relative to the folder of book.yaml."""
    name = path.rpartition("/")[2].removesuffix(".yaml")
    return name if name in ("book", "units", "plans", "calendar", "ledger") else "entry"


@cache
def validator(name: str, language: str = "zh") -> Draft202012Validator:
    """What judges files by the schema `name`."""
    return Draft202012Validator(schema_of(name, language))


def complaints(path: str, text: str) -> list[str]:
    """What the schema of the file at `path` says of `text`, as each reader sees it."""
    judge = validator(schema_for(path))
    return [
        f"{reader.__name__}: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for reader in READERS
        for error in judge.iter_errors(yaml.load(text, reader))
    ]


def files(book: Path) -> Iterator[tuple[str, str]]:
    """Every YAML file of a book: its path and its text."""
    for path in sorted(book.rglob("*.yaml")):
        yield path.relative_to(book).as_posix(), path.read_text(encoding="utf-8")
