"""The stream of YAML events made into a tree of text with places, and what is refused on the way."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeAlias

import yaml

from cleanledger.model.source import FieldPath, Plain, Problem, Span, Tree
from cleanledger.store import complaints
from cleanledger.store.malformed import miswritten_key, unusable_escape

MOST_DEPTH = 20
MOST_NODES = 20_000

_STR_TAG = "tag:yaml.org,2002:str"
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
# The stubs think that an event of a parser may lack its marks.
_Event: TypeAlias = Any
_Position: TypeAlias = tuple[int, int]
_REFUSED = "a refused key"
_NOWHERE = Span(1, 1, 1, 1)


class TooMuch(Exception):
    """The rest of the stream is not looked at."""


class _Frame:
    """One open collection.

    `live`: it belongs to the tree, not to a refused key. `key` waits for its value, which is kept if `keep`.
    """

    __slots__ = (
        "end", "flow", "is_key", "keep", "key", "key_span", "live", "node", "path", "seen", "start"
    )  # fmt: skip

    def __init__(self, node: Tree, path: FieldPath, start: _Position, *, live: bool, flow: bool) -> None:
        self.node = node
        self.path = path
        self.live = live
        self.start = self.end = start
        self.flow = flow
        self.is_key = False
        self.key: str | None = None
        self.key_span = _NOWHERE
        self.keep = live
        self.seen: dict[str, tuple[str, Span]] = {}


class TreeBuilder:
    """Takes events; then `root`, `keys`, `values` and `problems` are what the text holds."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.root: Tree | None = None
        self.keys: dict[FieldPath, Span] = {}
        self.values: dict[FieldPath, Span] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._documents = 0

    def take_all(self, events: Iterable[yaml.Event]) -> None:
        """Takes the stream to its end, or to where it is too deep, too large or a second document."""
        for event in events:
            # By type, not isinstance: a book has millions of them, and no event has a subclass.
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open(event, {})
            elif kind is yaml.SequenceStartEvent:
                self._open(event, [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close(event)
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)

    def _scalar(self, event: _Event) -> None:
        style, value = event.style, event.value
        span = _span(event)
        self._count(span)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, span)
        null = False
        if not style:
            if event.tag is None:
                null = value in _NULLS
                value = Plain(value)
        elif style == '"':
            self._escapes(value, span)
        elif style != "'":
            span = self._without_trailing_blanks(event, span)
        frame = self._stack[-1] if self._stack else None
        if frame is None:
            self._attach(None if null else value, span)
        elif frame.key is None and isinstance(frame.node, dict):
            self._key(frame, value, span, null=null)
        elif null:
            self._null(frame, span)
        else:
            self._attach(value, span)

    def _open(self, event: _Event, node: Tree) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        span = Span(line, column, line, column + 1)
        self._count(span)
        if len(self._stack) >= MOST_DEPTH:
            self.problems.append(complaints.too_deep(span, MOST_DEPTH))
            raise TooMuch
        if event.anchor is not None or event.tag is not None:
            self._properties(event, span)
        self._stack.append(self._frame(node, (line, column), flow=bool(event.flow_style)))

    def _frame(self, node: Tree, start: _Position, *, flow: bool) -> _Frame:
        if not self._stack:
            return _Frame(node, (), start, live=True, flow=flow)
        parent = self._stack[-1]
        if isinstance(parent.node, list):
            path: FieldPath = (*parent.path, len(parent.node))
            return _Frame(node, path, start, live=parent.live, flow=flow)
        if parent.key is not None:
            return _Frame(node, (*parent.path, parent.key), start, live=parent.keep, flow=flow)
        frame = _Frame(node, parent.path, start, live=False, flow=flow)
        frame.is_key = True
        return frame

    def _close(self, event: _Event) -> None:
        frame = self._stack.pop()
        if frame.flow:
            frame.end = (event.end_mark.line + 1, event.end_mark.column + 1)
        span = Span(*frame.start, *frame.end)
        if frame.is_key:
            self.problems.append(complaints.key_not_text(span))
            self._refused_key(self._stack[-1], span)
        else:
            self._attach(frame.node, span)

    def _alias(self, event: _Event) -> None:
        span = _span(event)
        self._count(span)
        self.problems.append(complaints.alias(span))
        if self._stack and self._stack[-1].key is None and isinstance(self._stack[-1].node, dict):
            self._refused_key(self._stack[-1], span)
        else:
            self._attach({}, span)

    def _document(self, event: _Event) -> None:
        span = _span(event)
        self._documents += 1
        if self._documents > 1:
            self.problems.append(complaints.second_document(span))
            raise TooMuch
        if self.text.startswith("%", event.start_mark.index):
            self.problems.append(complaints.directive(span))

    def _count(self, span: Span) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self.problems.append(complaints.too_many(span, MOST_NODES))
            raise TooMuch

    def _properties(self, event: _Event, span: Span) -> None:
        if event.anchor is not None:
            self.problems.append(complaints.anchor(span))
        if event.tag is not None and (event.tag != _STR_TAG or not isinstance(event, yaml.ScalarEvent)):
            self.problems.append(complaints.tag(span))

    def _escapes(self, value: str, span: Span) -> None:
        # The loader without libyaml lets escaped surrogates pass.
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            self.problems.append(unusable_escape(span))

    def _key(self, frame: _Frame, value: str, span: Span, *, null: bool) -> None:
        if null:
            self.problems.append(complaints.null_key(span))
            self._refused_key(frame, span)
            return
        if value == "<<" and isinstance(value, Plain):
            self.problems.append(complaints.merge_key(span))
            self._refused_key(frame, span)
            return
        frame.key, frame.key_span, frame.keep = str(value), span, frame.live
        reading = lookalike(value)
        if reading not in frame.seen:
            frame.seen[reading] = (frame.key, span)
            return
        first, at = frame.seen[reading]
        frame.keep = frame.live and frame.key not in frame.node
        self.problems.append(complaints.twin_key(self.path, (*frame.path, frame.key), span, first, at))

    def _refused_key(self, frame: _Frame, span: Span) -> None:
        frame.key, frame.key_span, frame.keep = _REFUSED, span, False

    def _null(self, frame: _Frame, span: Span) -> None:
        key, frame.key = frame.key, None
        written = span[:2] != span[2:]
        if key is None:
            self.problems.append(complaints.null_item(frame.path, span))
        elif key is _REFUSED:
            return
        elif written:
            self.problems.append(complaints.no_value((*frame.path, key), span))
        else:
            miswritten = miswritten_key(key, frame.key_span)
            self.problems.append(miswritten or complaints.no_value((*frame.path, key), frame.key_span))

    def _attach(self, value: "Tree | None", span: Span) -> None:
        if value is None or not self._stack:
            self.root, self.values[()] = value, span
            return
        frame = self._stack[-1]
        frame.end = span[2:]
        if isinstance(frame.node, list):
            if frame.live:
                self.values[(*frame.path, len(frame.node))] = span
            frame.node.append(value)
            return
        key, frame.key = frame.key, None
        if frame.keep and key is not None and isinstance(frame.node, dict):
            path = (*frame.path, key)
            self.keys[path] = frame.key_span
            self.values[path] = span
            frame.node[key] = value

    def _without_trailing_blanks(self, event: _Event, span: Span) -> Span:
        # libyaml ends a block scalar where the next token begins; blank lines are its own only after `+`.
        piece = self.text[event.start_mark.index : event.end_mark.index]
        if "+" in piece.split("\n", 1)[0].split("#", 1)[0]:
            piece = piece.rstrip(" ").removesuffix("\n").removesuffix("\r")
        else:
            piece = piece.rstrip(" \t\r\n")
        last = piece.rfind("\n")
        if last < 0:
            return Span(span.line, span.column, span.line, span.column + len(piece))
        return Span(span.line, span.column, span.line + piece.count("\n"), len(piece) - last)


@lru_cache(maxsize=4096)
def lookalike(key: str) -> str:
    """What a reader takes `key` for: width, case and outer blanks do not count."""
    return unicodedata.normalize("NFKC", key).strip().casefold()


def _span(event: _Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
