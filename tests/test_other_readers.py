"""The sample book says the same to our reader and to plain readers of YAML 1.1 and 1.2."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from cleanledger.store.reader import read_document

BOOK = Path(__file__).parent.parent / "ledgers"
FILES = sorted(path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*.yaml"))
FOLDERS = sorted({name.rpartition("/")[0] for name in FILES})
MODERN = YAML(typ="safe", pure=True)


def keys_of(tree: Any) -> Any:
    """Only the keys of `tree`."""
    if isinstance(tree, dict):
        return {key: keys_of(value) for key, value in tree.items()}
    return [keys_of(item) for item in tree] if isinstance(tree, list) else None


def as_text(theirs: Any, ours: Any) -> Any:
    """`theirs` with every scalar as text: dates in ISO, numbers as in `ours` where they are equal."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return {key: as_text(value, ours.get(key)) for key, value in theirs.items()}
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        return [as_text(*pair) for pair in zip(theirs, ours, strict=True)]
    if isinstance(theirs, bool):
        return str(theirs).lower()
    if isinstance(theirs, float) and isinstance(ours, str) and Decimal(ours) == Decimal(repr(theirs)):
        return ours
    return theirs.isoformat() if isinstance(theirs, dt.date) else str(theirs)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_reader_finds_the_same_keys_and_values(folder: str) -> None:
    for name in (each for each in FILES if each.rpartition("/")[0] == folder):
        content = (BOOK / name).read_bytes()
        ours = read_document(content, name)
        assert ours.problems == (), name
        text = content.decode("utf-8")
        for theirs in (yaml.safe_load(text), MODERN.load(text)):
            assert keys_of(theirs) == keys_of(ours.data), name
            assert as_text(theirs, ours.data) == ours.data, name


def test_the_sample_has_numbers_dates_and_booleans_that_readers_type() -> None:
    def kinds(tree: Any) -> set[type]:
        if isinstance(tree, dict):
            tree = list(tree.values())
        return set().union(*map(kinds, tree)) if isinstance(tree, list) else {type(tree)}

    found = set().union(*(kinds(yaml.safe_load((BOOK / name).read_text(encoding="utf-8"))) for name in FILES))
    assert found >= {str, int, float, bool, dt.date}
