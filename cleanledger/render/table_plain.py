"""The table without lines or colours: for pipes, mail and screens that show nothing else."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tabulate import simple_separated_format, tabulate

from cleanledger.render.layout import Part, notes, parts
from cleanledger.render.origin import Origin, Target
from cleanledger.render.sheet import Cells, Sheet, sheet
from cleanledger.reports.table import Column, Table


def render(table: Table, origin: Origin, target: Target) -> str:
    """One line per row, or folded into the width of `target` where it has one; the notes below it."""
    shown = sheet(table, origin, target)
    if target.width is None:
        text = _aligned(shown.columns, (shown.headings, *shown.rows, *shown.foot), gap=2)
        return f"{text}\n{notes(shown, None)}"
    texts = (_folded(shown, part) for part in parts(shown, target.width))
    return "\n".join((*texts, notes(shown, target.width)))


def _folded(shown: Sheet, part: Part) -> str:
    columns = [shown.columns[at] for at in part.columns]
    lines = (part.cells(line) for line in (shown.headings, *shown.rows, *shown.foot))
    return _aligned(columns, [below for line in lines for below in _lines_below(line)], gap=1)


def _lines_below(cells: Cells) -> Iterator[Cells]:
    """A row of cells with line feeds as rows of single lines."""
    return zip_longest(*(cell.split("\n") for cell in cells), fillvalue="")


def _aligned(columns: Sequence[Column], lines: Sequence[Cells], *, gap: int) -> str:
    text = tabulate(
        lines,  # the headings as a row: as headers, tabulate would widen their columns by two
        tablefmt=simple_separated_format(" " * gap),
        disable_numparse=True,  # else tabulate rewrites text that looks like a number: 1.10 → 1.1
        colalign=tuple("right" if column.content.is_number else "left" for column in columns),
    )
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
