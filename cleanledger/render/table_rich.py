"""The table for a terminal: folded into its width, coloured where it can show colours."""

from collections.abc import Mapping
from io import StringIO
from types import MappingProxyType

from rich.box import Box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from cleanledger.render.clean import encodable
from cleanledger.render.layout import Part, notes, parts
from cleanledger.render.origin import Origin, Target
from cleanledger.render.sheet import Sheet, sheet
from cleanledger.reports.table import Content, Table

_DEFAULT_WIDTH = 80
_COLOURS: Mapping[str, str] = MappingProxyType(
    {"red": "bold red", "yellow": "yellow", "near": "yellow", "waiting": "cyan"}
)


def render(table: Table, origin: Origin, target: Target) -> str:
    """The table with a rule under its headings and above its foot, the notes below it."""
    shown = sheet(table, origin, target)
    room = target.width or _DEFAULT_WIDTH
    texts = (_printed(_grid(shown, part, _box(target)), colour=target.colour) for part in parts(shown, room))
    return "\n".join((*texts, notes(shown, room)))


def _printed(grid: Grid, *, colour: bool) -> str:
    stream = StringIO()
    console = Console(
        file=stream,
        # As wide as the columns need: a terminal that is narrower breaks the lines itself, nothing is lost.
        width=sum(column.width or 0 for column in grid.columns) + len(grid.columns),
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
        _environ={},  # width and colour are decided: nothing of the environment decides them again
    )
    console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _box(target: Target) -> Box:
    """Rules under the headings and above a section, and no other line."""
    rule = "─" if encodable("─", target.encoding) == "─" else "-"
    blank, ruled = "    \n", f" {rule}{rule} \n"
    return Box(blank + blank + ruled + blank + ruled + ruled + blank + blank)


def _grid(shown: Sheet, part: Part, box: Box) -> Grid:
    grid = Grid(box=box, show_edge=False, padding=0, pad_edge=False, header_style="bold")
    headings = part.cells(shown.headings)
    for at, heading, width in zip(part.columns, headings, part.widths, strict=True):
        right = shown.columns[at].content.is_number
        grid.add_column(Text(heading), width=width, justify="right" if right else "left", overflow="fold")
    for number, line in enumerate((*shown.rows, *shown.foot)):
        if number == len(shown.rows):
            grid.add_section()
        styles = (_style(shown, number, at) for at in part.columns)
        # Text, never str: rich would read [markup] and :emoji: in it.
        grid.add_row(*(Text(cell, style) for cell, style in zip(part.cells(line), styles, strict=True)))
    return grid


def _style(shown: Sheet, row: int, column: int) -> str:
    if row >= len(shown.rows):
        return "bold"
    if shown.columns[column].content is Content.SIGNAL:
        return _COLOURS.get(shown.signals[row], "")
    return ""
