"""A table in a file, as whatever program saved it last: headings, rows of text, and the last line."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from cleanledger.model.exported import Stamp, stamp_in, stamp_of

_SEPARATORS = (",", ";", "\t")
_CELL_END = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED = re.compile(r"\\(.)")
_RULE = re.compile(r":?-+:?")
# What stands before text that a spreadsheet would run.
_GUARDED = re.compile(r"^'(?=\s*[=+\-@\t\r＝＋－＠])")
_MOST_FIELD = 1 << 24


@dataclass(frozen=True)
class Grid:
    """The cells of a file as text; `stamp` is None where no last line could be read."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stamp: Stamp | None
    form: str


def grid_in(raw: bytes) -> Grid:
    """The table that a file holds, found by what is in it; a file that holds none has no headings."""
    text = decoded(raw).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    begin = text.lstrip()[:1]
    if begin == "{":
        return _json_lines(text)
    return _markdown(text) if begin == "|" else _csv(text)


def decoded(raw: bytes) -> str:
    """The text of a file that some program may have saved in its own way."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _csv(text: str) -> Grid:
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    csv.field_size_limit(_MOST_FIELD)
    try:
        lines = [_cells(line) for line in csv.reader(StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:
        return Grid((), (), None, "csv")
    lines = [line for line in lines if any(line)]
    stamp = stamp_in(_joined(lines[-1])) if lines else None
    rows = lines[1:-1] if stamp else lines[1:]
    return Grid(lines[0] if lines else (), tuple(rows), stamp, "csv")


def _cells(line: Sequence[str]) -> tuple[str, ...]:
    return tuple(_GUARDED.sub("", cell.strip()) for cell in line)


def _joined(line: Sequence[str]) -> str:
    """The last line, which a program may have taken apart at separators, or filled up with empty cells."""
    return "; ".join(cell for cell in line if cell) if len(line) > 1 else "".join(line)


def _json_lines(text: str) -> Grid:
    try:
        records = [json.loads(line) for line in text.split("\n") if line.strip()]
    except ValueError:
        return Grid((), (), None, "jsonl")
    if not all(isinstance(each, dict) for each in records):
        return Grid((), (), None, "jsonl")
    last = records[-1] if "schema" in records[-1] else None
    stamp = stamp_of({key: _text(value) for key, value in last.items()}) if last else None
    rows = records[:-1] if last else records
    headings = tuple(dict.fromkeys(key for record in rows for key in record))
    cells = tuple(tuple(_text(record.get(key)).strip() for key in headings) for record in rows)
    return Grid(headings, cells, stamp, "jsonl")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _markdown(text: str) -> Grid:
    lines = text.split("\n")
    table = [tuple(_pipe_cells(line)) for line in lines if line.lstrip().startswith("|")]
    stamp = stamp_in(_ESCAPED.sub(r"\1", lines[-1]))
    rows = tuple(line for line in table[1:] if not all(map(_RULE.fullmatch, line)))
    return Grid(table[0] if table else (), rows, stamp, "md")


def _pipe_cells(line: str) -> Iterator[str]:
    parts = _CELL_END.split(line.strip().removeprefix("|"))
    # Of each cell the text, then the pairs of backslashes before its end.
    for at in range(0, len(parts) - 1, 2):
        yield _ESCAPED.sub(r"\1", parts[at] + parts[at + 1]).strip()
