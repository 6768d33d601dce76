"""What a log says once its corrections are heard: wrong lines skipped or put right, nothing taken out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.source import Tree


class Effective(NamedTuple):
    """A log line as it counts, and where it stands in the file."""

    place: int
    line: LogLine


class Corrected(NamedTuple):
    """A log once its corrections are heard."""

    lines: tuple[Effective, ...]
    """The lines that count, as they count."""
    corrections: tuple[Effective, ...]
    """The corrections that count, as they count: those that none after them took back."""
    unresolved: tuple[int, ...]
    """The corrections that point at nothing, or give a value that cannot stand."""


def target_of(log: Sequence[LogLine], index: int, correction: LogLine | None = None) -> int | None:
    """The index of the line that the correction at `index` speaks of; None where there is none.

    `correction`: how that line counts, where a later one put it right.
    """
    of = (correction or log[index]).of
    if of is None:
        return index - 1 if index else None
    equal = [i for i, line in enumerate(log[:index]) if line.date == of.date and line.did == of.did]
    nth = of.nth if of.nth is not None else len(equal)
    return equal[nth - 1] if 0 < nth <= len(equal) else None


def heard(log: Sequence[LogLine]) -> Corrected:
    """`log` with its corrections heard; a correction of a correction restores what that one took away."""
    skipped: set[int] = set()
    replaced: dict[int, dict[str, _Value]] = {}
    lines: list[Effective] = []
    corrections: list[Effective] = []
    unresolved: set[int] = set()
    for index in range(len(log) - 1, -1, -1):
        if index in skipped:
            continue
        values = replaced.get(index, {})
        line = _replaced(log[index], values)
        if line is None:
            unresolved |= {value.correction for value in values.values()}
            line = log[index]
        if line.did != "correct":
            lines.append(Effective(index, line))
            continue
        corrections.append(Effective(index, line))
        target = target_of(log, index, line)
        if target is None:
            unresolved.add(index)
        elif line.field is None:
            skipped.add(target)
        else:
            replaced.setdefault(target, {}).setdefault(line.field, _Value(line.now, index))
    return Corrected(tuple(reversed(lines)), tuple(reversed(corrections)), tuple(sorted(unresolved)))


class _Value(NamedTuple):
    """What a key should have held (None: nothing), and the correction that says so."""

    value: object
    correction: int


_FIXED = frozenset({"did", "by"})
"""What no correction puts right: another verb is another act, and who typed it typed it."""


def _replaced(line: LogLine, values: Mapping[str, _Value]) -> LogLine | None:
    """`line` with `values` in place; None where the outcome is no log line of its verb."""
    if not values:
        return line
    keys = KEYS_OF_VERBS[line.did]
    data = as_tree(line) | {key: each.value for key, each in values.items()}
    data = {key: value for key, value in data.items() if value is not None}
    if not values.keys() <= {*COMMON_KEYS, *keys.required, *keys.optional} - _FIXED:
        return None
    if not data.keys() >= {*keys.required}:
        return None
    try:
        return LogLine.model_validate(data)
    except ValidationError:
        return None


def as_tree(line: LogLine) -> dict[str, Tree]:
    """`line` as it would stand in a file: only the keys that are there, values as text."""
    dumped = line.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return {key: _texts(value) for key, value in dumped.items()}


def _texts(value: object) -> Tree:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    return value if isinstance(value, str) else str(value)
