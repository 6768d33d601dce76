"""What a file says otherwise than the table that it was made from, judged by values and not by bytes."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from cleanledger.exchange.grid import Grid

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"-?\d+")
_TRUTHS = ("true", "false")


class Difference(NamedTuple):
    """`what`: cell, missing, added, twice, order, column, extra, beside; `row`: an id; `field`: a heading."""

    what: str
    row: str = ""
    field: str = ""
    file: str = ""
    book: str = ""


def differences(file: Grid, book: Grid) -> tuple[Difference, ...]:
    """Each row and field in which `file` is not what the `book` gives; columns may stand in any order."""
    if not book.headings:
        return tuple(Difference("added", row[0] if row else "") for row in file.rows)
    columns = tuple(_columns(file, book))
    if book.headings[0] not in file.headings:
        return columns
    theirs, ours = _by_id(file, book.headings[0]), _by_id(book, book.headings[0])
    found = [*columns, *_rows(file, theirs, ours, book)]
    return tuple(found)


def _columns(file: Grid, book: Grid) -> Iterator[Difference]:
    for heading in book.headings:
        if heading not in file.headings:
            yield Difference("column", field=heading)
    for heading in file.headings:
        if heading and heading not in book.headings:
            yield Difference("extra", field=heading)
    named = [bool(heading) for heading in file.headings]
    for row in file.rows:
        beside = [cell for at, cell in enumerate(row) if cell and (at >= len(named) or not named[at])]
        if beside:
            yield Difference("beside", row[0], file=beside[0])


_Row = Mapping[str, str]


def _by_id(grid: Grid, key: str) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in grid.rows:
        record = dict(zip(grid.headings, row, strict=False))
        found.setdefault(record.get(key, ""), record)
    return found


def _rows(
    file: Grid, theirs: Mapping[str, _Row], ours: Mapping[str, _Row], book: Grid
) -> Iterator[Difference]:
    for row_id, record in ours.items():
        if row_id not in theirs:
            yield Difference("missing", row_id)
            continue
        for heading in book.headings:
            has = theirs[row_id].get(heading, "")
            if heading in file.headings and not says(has, record[heading]):
                yield Difference("cell", row_id, heading, has, record[heading])
    yield from (Difference("added", row_id) for row_id in theirs if row_id not in ours)
    at = file.headings.index(book.headings[0])
    counts = Counter(row[at] if at < len(row) else "" for row in file.rows)
    yield from (Difference("twice", row_id) for row_id, n in counts.items() if n > 1)
    common = [row_id for row_id in theirs if row_id in ours]
    expected = [row_id for row_id in ours if row_id in theirs]
    if common != expected:
        first = next(row_id for row_id, other in zip(common, expected, strict=True) if row_id != other)
        yield Difference("order", first)


def says(file: str, book: str) -> bool:
    """Whether a cell says what the book does, however a spreadsheet writes a day, a number or a truth."""
    if file == book:
        return True
    if _ISO.fullmatch(book):
        return _day(file) == book
    if _WHOLE.fullmatch(book):
        return bool(re.fullmatch(rf"{re.escape(book)}[.,]0+", file))
    return book in _TRUTHS and file.lower() == book


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""
