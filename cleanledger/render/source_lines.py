"""Lines of a source with carets under what is meant, as wide as a terminal shows them."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleanledger.model.source import Span
from cleanledger.render.clean import clean
from cleanledger.render.width import width

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_TAB = 4
_MOST_LINES = 3
_CUT = "…"
_NEAR = 4


class _Glyph(NamedTuple):
    """A character of the source as it is shown, and the room that this takes."""

    text: str
    room: int


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a source as editors count them."""
    return tuple(_LINE_BREAK.split(text))


def excerpt(lines: Sequence[str], span: Span, *, room: int) -> tuple[str, ...]:
    """The line of `span` with carets below it; of a span over several lines the first three.

    Empty where there is no such line.
    """
    # A span that ends before the first character of a line has nothing of that line.
    last = span.end_line - (span.end_column <= 1 and span.end_line > span.line)
    meant = lines[span.line - 1 : last][:_MOST_LINES] if span.line > 0 else ()
    if not meant:
        return ()
    gutter = len(str(span.line + len(meant) - 1))
    end = span.end_column if last == span.line == span.end_line else len(meant[0]) + 1
    shown = []
    for number, line in enumerate(meant, span.line):
        first = number == span.line
        start, stop = (span.column - 1, end - 1) if first else (0, 0)
        text, carets = _window(line, start, stop, room - gutter - 3)
        shown.append(f"{number:>{gutter}} | {text}".rstrip())
        if first:
            shown.append(f"{'':>{gutter}} | {carets}")
    if last - span.line >= len(meant):
        shown.append(f"{'':>{gutter}} | {_CUT}")
    return tuple(shown)


def _window(line: str, start: int, end: int, room: int) -> tuple[str, str]:
    """As much of a line around `start` as fits, and carets from `start` to before `end`: one at least."""
    start = min(max(start, 0), len(line))
    # A line may be a megabyte long, and every finding in it comes here.
    skipped = max(start - _NEAR * room, 0)
    glyphs = _glyphs(line[skipped : start + _NEAR * room])
    start, end = start - skipped, end - skipped
    left, right = _bounds(glyphs, start, room)
    end = min(max(end, start), right)
    before = (_CUT if skipped + left else "") + _text(glyphs[left:start])
    marked = _text(glyphs[start:end])
    after = _text(glyphs[end:right]) + (_CUT if skipped + right < len(line) else "")
    return before + marked + after, " " * width(before) + "^" * max(width(marked), 1)


def _bounds(glyphs: Sequence[_Glyph], start: int, room: int) -> tuple[int, int]:
    """From which glyph to which a line is shown: all of it, or a third of the room before `start`."""
    if sum(glyph.room for glyph in glyphs) <= room:
        return 0, len(glyphs)
    room -= 2 * width(_CUT)
    left = start - _fitting(reversed(glyphs[:start]), room // 3)
    return left, left + max(_fitting(glyphs[left:], room), start - left)


def _fitting(glyphs: Iterable[_Glyph], room: int) -> int:
    """How many of `glyphs` fit into `room`."""
    count = 0
    for glyph in glyphs:
        room -= glyph.room
        if room < 0:
            break
        count += 1
    return count


def _glyphs(line: str) -> tuple[_Glyph, ...]:
    glyphs = []
    column = 0
    for character in line:
        text = " " * (_TAB - column % _TAB) if character == "\t" else clean(character)
        glyphs.append(_Glyph(text, width(text)))
        column += width(text)
    return tuple(glyphs)


def _text(glyphs: Iterable[_Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)
