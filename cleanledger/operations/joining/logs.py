"""Two logs made one: every line of both, in an order that keeps the order within each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple, TypeAlias

from cleanledger.model.source import Tree

Line: TypeAlias = Mapping[str, Tree]

_MOST_ORDERS = 400
_EARLIER_TOO = frozenset({"progress", "evidence", "measure", "accept"})
"""Lines that move nothing: one that was typed later may still stand before an end that it knew nothing of."""


class Gap(NamedTuple):
    """What stands between two lines that both logs have: lines of ours and lines of theirs."""

    ours: tuple[Line, ...]
    theirs: tuple[Line, ...]
    after: Line | None
    """The line of both that follows; None at the end."""


def gaps(ours: Sequence[Line], theirs: Sequence[Line]) -> tuple[Gap, ...]:
    """Both logs side by side, held together by the longest row of lines that both have."""
    lengths = _lengths(ours, theirs)
    found, left, right, i, j = [], 0, 0, 0, 0
    while i < len(ours) and j < len(theirs):
        if ours[i] == theirs[j]:
            found.append(Gap(tuple(ours[left:i]), tuple(theirs[right:j]), ours[i]))
            i, j = i + 1, j + 1
            left, right = i, j
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return (*found, Gap(tuple(ours[left:]), tuple(theirs[right:]), None))


def _lengths(ours: Sequence[Line], theirs: Sequence[Line]) -> list[list[int]]:
    """The length of the longest row of common lines from each pair of places on."""
    table = [[0] * (len(theirs) + 1) for _line in range(len(ours) + 1)]
    for i in reversed(range(len(ours))):
        for j in reversed(range(len(theirs))):
            longer = max(table[i + 1][j], table[i][j + 1])
            table[i][j] = table[i + 1][j + 1] + 1 if ours[i] == theirs[j] else longer
    return table


def orders(parts: Sequence[Gap]) -> Iterator[list[Line]]:
    """The logs that `parts` may become, the likeliest first: by the day of typing, ours before theirs."""
    straight = ([_by_day(gap, theirs_first=first) for gap in parts] for first in (False, True))
    every = product(*(tuple(islice(_interleaved(gap.ours, gap.theirs), _MOST_ORDERS)) for gap in parts))
    for chosen in (*straight, *islice(every, _MOST_ORDERS)):
        yield [
            line
            for gap, lines in zip(parts, chosen, strict=True)
            for line in (*lines, *([gap.after] if gap.after else ()))
        ]


def _by_day(gap: Gap, *, theirs_first: bool) -> tuple[Line, ...]:
    made: list[Line] = []
    ours, theirs = list(gap.ours), list(gap.theirs)
    while ours and theirs:
        left, right = typed_on(ours[0]), typed_on(theirs[0])
        made.append((theirs if right < left or (left == right and theirs_first) else ours).pop(0))
    return (*made, *ours, *theirs)


def _interleaved(ours: tuple[Line, ...], theirs: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Every order that keeps both sides', and the days of typing of lines that move something."""
    if not ours or not theirs:
        yield (*ours, *theirs)
        return
    if _may_stand_before(ours[0], theirs):
        yield from ((ours[0], *rest) for rest in _interleaved(ours[1:], theirs))
    if _may_stand_before(theirs[0], ours):
        yield from ((theirs[0], *rest) for rest in _interleaved(ours, theirs[1:]))


def _may_stand_before(line: Line, others: Sequence[Line]) -> bool:
    return line["did"] in _EARLIER_TOO or not any(
        other["did"] not in _EARLIER_TOO and typed_on(other) < typed_on(line) for other in others
    )


def typed_on(line: Line) -> str:
    """The day on which a line was typed, in ISO form."""
    return str(line.get("entered") or line.get("date", ""))


def holds(whole: Sequence[Line], part: Sequence[Line]) -> bool:
    """Whether all lines of `part` stand in `whole`, in their order."""
    rest = iter(whole)
    return all(any(line == other for other in rest) for line in part)
