"""Where things stand in a YAML text as characters, and how its writer laid them out."""

import re
from collections.abc import Sequence
from functools import cached_property

from cleanledger.model.source import Document, FieldPath, Span, Tree
from cleanledger.store.edits import found
from cleanledger.store.scalars import Quote

_COMMA = re.compile(r"(?:\s|#[^\n]*\n)*,")


class Layout:
    """A document that was read without fault, seen as a text to be cut."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.data = document.data or {}

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def eol(self) -> str:
        """The line end of the file's first line."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    @cached_property
    def dash(self) -> int:
        """How far the writer indents the lists below a key."""
        for path, at in self.document.keys.items():
            span = self.document.values[path]
            if isinstance(found(self.data, path), list) and self.text.startswith("-", self.offset(*span[:2])):
                return span.column - at.column
        return 2

    def offset(self, line: int, column: int) -> int:
        """The character at `line` and `column`."""
        return self._line_starts[line - 1] + column - 1

    def extent(self, span: Span) -> tuple[int, int]:
        """First character and the one after the last of `span`."""
        return self.offset(*span[:2]), self.offset(*span[2:])

    def value(self, path: FieldPath) -> tuple[int, int]:
        """The extent of the value at `path`."""
        return self.extent(self.document.values[path])

    def indent(self, path: FieldPath) -> int:
        """How far the keys or dashes of the block at `path` are indented."""
        return self.document.values[path].column - 1

    def line_begin(self, offset: int) -> int:
        """The first character of the line of `offset`."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """The end of the line of `offset`, before its line end."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def next_line(self, offset: int) -> int:
        """The first character of the line after that of `offset`."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def begins_line(self, offset: int) -> bool:
        """Whether nothing but blanks stands before `offset` on its line."""
        return not self.text[self.line_begin(offset) : offset].strip()

    def is_flow(self, path: FieldPath) -> bool:
        """Whether the collection at `path` or one around it stands in brackets."""
        return any(self.text[self.value(path[:i])[0]] in "[{" for i in range(len(path) + 1))

    def quote(self, start: int) -> Quote:
        """The quotation of the scalar that begins at `start`."""
        if self.text[start : start + 1] == "'":
            return "'"
        return '"' if self.text[start : start + 1] == '"' else ""

    def members(self, path: FieldPath) -> list[tuple[int, int]]:
        """The extents of what the collection at `path` holds, keys, colons and dashes included."""
        here: Tree | None = found(self.data, path)
        if isinstance(here, dict):
            keys = self.document.keys
            return [(self.extent(keys[*path, key])[0], self.value((*path, key))[1]) for key in here]
        count = len(here) if isinstance(here, list) else 0
        starts = [self.value((*path, index)) for index in range(count)]
        if self.is_flow(path):
            return starts
        return [(self._dash_before(path, start), end) for start, end in starts]

    def after_colon(self, path: FieldPath) -> int:
        """The character after the colon or dash before the value at `path`, which stands in a block."""
        if isinstance(path[-1], str):
            return self.text.index(":", self.extent(self.document.keys[path])[1]) + 1
        return self._dash_before(path[:-1], self.value(path)[0]) + 1

    def comma_after(self, end: int) -> int:
        """The character after the comma that follows `end` in brackets, or 0."""
        match = _COMMA.match(self.text, end)
        return match.end() if match else 0

    def _dash_before(self, path: FieldPath, start: int) -> int:
        first, _end = self.value(path)
        column = self.indent(path)
        begin = self.line_begin(start)
        while begin > first:
            dash = begin + column
            if self.text.startswith("-", dash) and dash < start and not self.text[begin:dash].strip():
                return dash
            begin = self.line_begin(begin - 1)
        return first
