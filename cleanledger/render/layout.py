"""Widths of columns, and a table too wide cut into parts. Ids, dates, numbers and codes are never folded."""

from collections.abc import Sequence
from typing import NamedTuple

from cleanledger.render.sheet import Cells, Sheet
from cleanledger.render.width import fold, longest_word, width

_LEAST_TEXT = 8


class Part(NamedTuple):
    """Some columns of a sheet, by their index, and how wide each is."""

    columns: tuple[int, ...]
    widths: tuple[int, ...]

    def cells(self, line: Cells) -> Cells:
        """The cells of `line` that stand in this part, folded into its widths."""
        return tuple(folded(line[at], room) for at, room in zip(self.columns, self.widths, strict=True))


def parts(sheet: Sheet, room: int) -> tuple[Part, ...]:
    """The sheet in as few parts as fit into `room`, the naming columns in front of each.

    Where not even one column beside them fits, a part is wider than `room`: nothing is cut off.
    """
    spans = tuple(_span(sheet, at) for at in range(len(sheet.columns)))
    naming = tuple(range(sheet.naming))
    rest = tuple(range(sheet.naming, len(sheet.columns)))
    for count in range(1, max(len(rest), 1) + 1):
        chunks = [(*naming, *chunk) for chunk in _chunks(rest, count)]
        if all(_least([spans[at] for at in chunk]) <= room for chunk in chunks):
            break
    return tuple(Part(chunk, _widths([spans[at] for at in chunk], room)) for chunk in chunks)


def folded(text: str, room: int) -> str:
    """`text` in lines no wider than `room`."""
    return "\n".join(fold(text, room))


def notes(sheet: Sheet, room: int | None) -> str:
    """The lines below a table, folded into `room` where there is one."""
    return "".join(f"{folded(note, room) if room else note}\n" for note in sheet.notes)


class _Span(NamedTuple):
    least: int
    most: int


def _span(sheet: Sheet, at: int) -> _Span:
    """The room in which a column can be read, and the room it would like."""
    heading = sheet.headings[at]
    cells = max((width(line[at]) for line in (*sheet.rows, *sheet.foot)), default=0)
    most = max(cells, width(heading))
    least = min(cells, _LEAST_TEXT) if sheet.columns[at].content.folds else cells
    return _Span(max(least, longest_word(heading)), most)


def _chunks(rest: Sequence[int], count: int) -> list[Sequence[int]]:
    size = -(-len(rest) // count)
    return [rest[at : at + size] for at in range(0, len(rest), size)] if rest else [()]


def _least(spans: Sequence[_Span]) -> int:
    return sum(span.least for span in spans) + len(spans) - 1


def _widths(spans: Sequence[_Span], room: int) -> tuple[int, ...]:
    """The least of each, and what is left over shared out evenly, never more than a column would like."""
    widths = [span.least for span in spans]
    spare = room - _least(spans)
    while spare > 0 and (hungry := [at for at, span in enumerate(spans) if widths[at] < span.most]):
        share = max(spare // len(hungry), 1)
        for at in hungry[:spare]:
            given = min(share, spans[at].most - widths[at])
            widths[at] += given
            spare -= given
    return tuple(widths)
