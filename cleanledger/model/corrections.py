"""What a log says once its corrections are heard: wrong lines skipped or put right, nothing taken out."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import ValidationError

from cleanledger.model.log import LogLine


class Effective(NamedTuple):
    """A log line as it counts, and where it stands in the file."""

    place: int
    line: LogLine


class Corrected(NamedTuple):
    """The lines that count, and the corrections that point at nothing or give no value that can stand."""

    lines: tuple[Effective, ...]
    unresolved: tuple[int, ...]


def target_of(log: Sequence[LogLine], index: int) -> int | None:
    """The index of the line that the correction at `index` speaks of; None where there is none."""
    of = log[index].of
    if of is None:
        return index - 1 if index else None
    equal = [i for i, line in enumerate(log[:index]) if line.date == of.date and line.did == of.did]
    nth = of.nth if of.nth is not None else len(equal)
    return equal[nth - 1] if 0 < nth <= len(equal) else None


def heard(log: Sequence[LogLine]) -> Corrected:
    """`log` with its corrections heard; a correction of a correction restores what that one took away."""
    skipped: set[int] = set()
    replaced: dict[int, dict[str, object]] = {}
    unresolved: list[int] = []
    for index in range(len(log) - 1, -1, -1):
        line = log[index]
        if line.did != "correct" or index in skipped:
            continue
        target = target_of(log, index)
        if target is None:
            unresolved.append(index)
        elif line.field is None:
            skipped.add(target)
        else:
            replaced.setdefault(target, {}).setdefault(line.field, line.now)
    lines = []
    for index, line in enumerate(log):
        if line.did == "correct" or index in skipped:
            continue
        changed = _replaced(line, replaced.get(index, {}))
        if changed is None:
            unresolved += [
                i for i, each in enumerate(log) if each.did == "correct" and target_of(log, i) == index
            ]
        lines.append(Effective(index, changed or line))
    return Corrected(tuple(lines), tuple(sorted(set(unresolved))))


def _replaced(line: LogLine, values: dict[str, object]) -> LogLine | None:
    """`line` with `values` in place; None where the outcome is no log line."""
    if not values:
        return line
    data = {**as_tree(line), **{field: value for field, value in values.items() if value is not None}}
    for field, value in values.items():
        if value is None:
            data.pop(field, None)
    try:
        return LogLine.model_validate(data)
    except ValidationError:
        return None


def as_tree(line: LogLine) -> dict[str, object]:
    """`line` as it would stand in a file: only the keys that are there, values as text."""
    dumped = line.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return {key: _texts(value) for key, value in dumped.items()}


def _texts(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    return value if isinstance(value, str) else str(value)
