"""The sample book as plain YAML, for tests that ask what it shows."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

BOOK = Path(__file__).parent.parent / "ledgers"
TODAY = "2024-11-15"
"""On this day every signal occurs in the sample book; its book.yaml says so."""
REAL_LISTS = {
    "JZ-2024": "20_jingzhou_civilized_city.csv",
    "BZ-2024": "30_bozhou_housing_bureau.csv",
}
"""The ledgers that are real lists word for word, and the file of each."""
BESIDE_REAL_LISTS = ("BZQZ-2024", "JZJL-2024")
"""Ledgers that only stand beside a real list."""


def load(path: Path) -> Any:
    """The content of one file, as a plain reader sees it."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def every_entry() -> tuple[tuple[Path, Any], ...]:
    """Every entry of the book with its path."""
    paths = (path for path in sorted(BOOK.glob("*/*.yaml")) if path.name != "ledger.yaml")
    return tuple((path, load(path)) for path in paths)


@cache
def entries() -> dict[str, Any]:
    """Every entry of the book by its id."""
    return {path.stem: entry for path, entry in every_entry()}


@cache
def office_entries() -> tuple[Any, ...]:
    """The entries of the office itself, the real lists and what stands beside them left out."""
    foreign = (*REAL_LISTS, *BESIDE_REAL_LISTS)
    return tuple(each for id_, each in entries().items() if id_.rpartition("-")[0] not in foreign)


@cache
def covers() -> dict[str, Any]:
    """Every cover by the id of its ledger."""
    return {path.parent.name: load(path) for path in sorted(BOOK.glob("*/ledger.yaml"))}


@cache
def units() -> dict[str, Any]:
    """Every unit by its code."""
    return {unit["code"]: unit for unit in load(BOOK / "units.yaml")["units"]}
