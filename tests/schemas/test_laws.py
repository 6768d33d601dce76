"""What a schema refuses, the check refuses too; and what is wrong by shape alone, the schema refuses."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cleanledger.checks.run import judge_entry
from cleanledger.model.cover import KINDS
from cleanledger.model.entry import KEYS_OF_KINDS, Entry
from cleanledger.model.finding import Severity
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.schema import FILES
from cleanledger.model.source import FieldPath, Plain, Tree
from cleanledger.model.validate import validate, validate_entry
from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from tests.checks.shelved import base
from tests.checks.test_no_rule_raises import changed, places, without
from tests.conftest import THOROUGH
from tests.schemas.readers import BOOKS, complaints, files, schema_for, validator

LOOSE: tuple[Tree, ...] = (
    *map(Plain, ("010", "0x10", "+1", ".5", "1234567890123456789", "True")),
    *map(Plain, ("2024-02-29", "2023-02-29", "2024-04-31", "1899-12-31", "1900-02-29", "2024-1-1")),
)
"""To a schema no more than a number, a boolean or a text, whatever is wrong with how it is written."""

COLLECTIONS: tuple[Tree, ...] = (
    [], [Plain("1")], ["x"], ["2024-06-30"], [{"x": "y"}], {}, {"x": "y"}
)  # fmt: skip
OTHERS: tuple[Tree, ...] = (
    *map(
        Plain, ("0", "1", "6", "101", "-1", "2.5", "1e3", "true", "yes", "NO", "no", "on", "12:30", "1_000")
    ),
    *map(Plain, ("10 MiB", "6 months", "1 day")),
    *(
        "1",
        "007",
        "2.50",
        "true",
        "2024-06-30",
        "2024-06-31",
        "",
        " ",
        "a\nb",
        "文字",
        "立行立改",
        "时限待定",
    ),
    *("open", "task", "high", "GDBH", "ON", "gdbh-clerk", "RW-2024-001", "a@b.example", "0" * 63 + "a"),
    *COLLECTIONS,
)
"""What is put in the place of every value: what other readers type, and what is right elsewhere."""

AT_EACH_PLACE = 9 if THOROUGH else 3

CALENDAR = (
    "years: [{year: 2027, doc: 国办发明电〔2026〕9号, holidays: [2027-01-01], workdays: [2027-01-02]}]\n"
)

BY_SHAPE = frozenset({"LG010", "LG103", "LG104", "LG105", "LG108", "LG110", "LG113"})
"""Codes of what is wrong with a file by itself, whatever the day, the log and the other files say."""


def codes(path: str, text: str) -> list[str]:
    """What the check finds in a file by itself: codes of errors."""
    document = read_document(text.encode(), path)
    found = [each.code for each in document.problems]
    if (schema := schema_for(path)) != "entry":
        return found + [each.code for each in validate(FILES[schema].model, document)[1]]
    entry, problems = validate_entry(document)
    findings = judge_entry(base().subject(entry, document)) if entry else ()
    judged = [each.code for each in findings if each.severity is Severity.ERROR and not each.accepted]
    return [*found, *(each.code for each in problems), *judged]


def kinds_of_places() -> dict[str, dict[tuple[str, ...], tuple[str, Any, FieldPath]]]:
    """By schema, each kind of place once: the file, its tree, and the place in it."""
    found: dict[str, dict[tuple[str, ...], tuple[str, Any, FieldPath]]] = {}
    for name, text in (*files(BOOKS[1]), *files(BOOKS[0]), ("calendar.yaml", CALENDAR)):
        tree = dict(read_document(text.encode(), name).data or {})
        for path, _value in places(tree):
            kind = tuple("*" if isinstance(part, int) else part for part in path)
            found.setdefault(schema_for(name), {}).setdefault(kind, (name, tree, path))
    return found


PLACES = kinds_of_places()


def mutants(tree: Any, path: FieldPath, dice: random.Random) -> Iterator[tuple[Tree | None, str]]:
    """Texts without what stands at `path`, with another value (given too), or with an unknown key beside."""
    yield None, emit(without(tree, path))
    for other in (*dice.sample(OTHERS, AT_EACH_PLACE), *dice.sample(LOOSE, 1)):
        yield other, emit(changed(tree, path, other))
    here: Any = tree
    for part in path:
        here = here[part]
    if isinstance(here, dict):
        yield None, emit(changed(tree, (*path, "unknown"), "x"))


@pytest.mark.parametrize("schema", FILES)
def test_a_schema_refuses_nothing_that_the_check_takes_and_all_that_is_wrong_by_shape(schema: str) -> None:
    dice = random.Random(schema)
    seen = {"taken": 0, "refused": 0}
    for name, tree, path in PLACES[schema].values():
        for other, text in mutants(tree, path, dice):
            said, ours = complaints(name, text), codes(name, text)
            assert not said or ours, (name, path, other, said)
            if not any(other is each for each in LOOSE):
                assert said or not BY_SHAPE & {*ours}, (name, path, other, ours)
            seen["refused" if said else "taken"] += 1
    assert min(seen.values()) > len(PLACES[schema]) / 2, seen


# --- which keys go with which kind and which verb -----------------------------------------------


def keys_refused(schema: str, tree: Any) -> set[str]:
    """The keys that a schema does not let stand where they are."""
    errors = validator(schema).iter_errors(tree)
    said = [each.message for each in errors if each.validator == "additionalProperties"]
    return {*re.findall(r"'(\w+)'", " ".join(said))}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_keys_and_no_other(kind: str) -> None:
    every = {each.alias or name for name, each in Entry.model_fields.items()}
    tree = {**dict.fromkeys(every, "x"), "kind": kind}
    assert keys_refused("entry", tree) == every - KEYS_OF_KINDS[kind]


@pytest.mark.parametrize("verb", KEYS_OF_VERBS)
def test_each_verb_has_its_keys_and_no_other(verb: str) -> None:
    every = {each.alias or name for name, each in LogLine.model_fields.items()}
    keys = KEYS_OF_VERBS[verb]
    entry = {"kind": "record", "id": "JL-2024-001", "title": "x", "type": "调度", "date": "2024-01-01"}
    tree = {**entry, "log": [{**dict.fromkeys(every, "x"), "did": verb}]}
    assert keys_refused("entry", tree) == every - {*COMMON_KEYS, *keys.required, *keys.optional}
