"""What waits today as one screen: lines that fit, each ending with a command that is never cut."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.render.clean import clean, encodable
from cleanledger.render.origin import Names, Target
from cleanledger.render.periods import period_in_words
from cleanledger.render.width import cut, padded, width
from cleanledger.reports.sections import OVER, SECTIONS
from cleanledger.reports.today import Board, Group
from cleanledger.reports.view import Item

MOST_LINES = 23
"""A screen of 24 lines, less the one that the next command is typed on."""

_DEFAULT_WIDTH = 80
_INDENT = "  "
_WIDEST_UNIT = 14
_LEAST_TEXT = 10
_GAP = 2
# Commands begin below each other, but for longer ones: those take room from their own line alone.
_USUAL_COMMAND = 34
_COLOURS: Mapping[str, str] = MappingProxyType({"red": "1;31", "yellow": "33", "near": "33", "waiting": "36"})


class Line(NamedTuple):
    """What is said, and the command to type; `signal` may give it a colour."""

    text: str
    command: str = ""
    signal: str = "none"
    least: int = 10
    """The room that the text needs beside the command; with less of it the command goes below."""


def screen(board: Board, head: Sequence[Line], foot: Sequence[Line], names: Names, target: Target) -> str:
    """The head, every section with as many of its items as there is room for, and the foot."""
    page = _Page(target)
    above, below = ([text for line in lines for text in page.line(line)] for lines in (head, foot))
    room = MOST_LINES - len(above) - len(below)
    lines = _sections(board, names, page, room)
    # A command that has no room beside its text takes a line of its own.
    for fewer in range(1, room):
        if len(lines) <= room:
            break
        lines = _sections(board, names, page, room - fewer)
    return "".join(f"{line}\n" for line in (*above, *lines, *below))


def _sections(board: Board, names: Names, page: "_Page", room: int) -> list[str]:
    shown = _chosen(board.groups, room)
    items = [item for group, count in shown for item in group.items[:count]]
    columns = _columns(items, [group.whole for group, _count in shown], names, page)
    lines = []
    for group, count in shown:
        lines += page.line(_heading(group), columns.command)
        for item in group.items[:count]:
            lines += page.line(columns.row(item, page), columns.command)
    hidden = sum(group.count for group in board.groups) - sum(_said(group, count) for group, count in shown)
    if hidden:
        lines += page.line(Line(_("and {n} more", n=hidden), board.rest), columns.command)
    return lines


def sentences(lines: Iterable[Line]) -> tuple[str, ...]:
    """The same lines as sentences, for formats without a screen."""
    return tuple(map(_sentence, lines))


def _sentence(line: Line) -> str:
    return f"{line.text.removesuffix(_(': ').strip())}{_(': ')}{line.command}" if line.command else line.text


class _Page:
    """The width and the signs of what is written to."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.width = target.width or _DEFAULT_WIDTH
        # Beyond Unicode a sign may be missing, or take two columns.
        self.sign = "…" if target.encoding.lower().startswith("utf") else "..."

    def fit(self, text: str, room: int) -> str:
        """`text` as it can be shown, in one line no wider than `room`."""
        return cut(encodable(clean(text, single_line=True), self.target.encoding), room, self.sign)

    def line(self, line: Line, column: int = 0) -> list[str]:
        """One line, or two where text and command do not fit beside each other; the command is never cut."""
        room = self.width - width(line.command) - _GAP if line.command else self.width
        below = room < min(line.least, width(line.text))
        text = self.fit(line.text, self.width if below else room)
        shown = self._coloured(text, line.signal)
        if below:
            return [shown, padded("", self.width - width(line.command)) + line.command]
        if not line.command:
            return [shown]
        begins = column if width(text) + _GAP <= column <= room + _GAP else room + _GAP
        return [shown + " " * (begins - width(text)) + line.command]

    def _coloured(self, text: str, signal: str) -> str:
        colour = _COLOURS.get(signal) if self.target.colour else None
        return f"\x1b[{colour}m{text}\x1b[0m" if colour else text


class _Columns(NamedTuple):
    """Where the parts of a row stand."""

    names: Mapping[str, str]
    when: int
    unit: int
    command: int

    def row(self, item: Item, page: _Page) -> Line:
        """An item in its columns; where there is too little room the unit goes first."""
        command = item.command
        if width(command) > page.width and item.id:
            command = f"ledger show {item.id}"
        when = f"{padded(_when(item, page), self.when)} " if _when(item, page) else ""
        least = len(_INDENT) + width(when) + _LEAST_TEXT
        room = min(self.command, page.width - width(command)) - _GAP
        left = (room if room >= least else page.width) - len(_INDENT) - width(when)
        unit = self.unit if left - self.unit - 1 >= _LEAST_TEXT else 0
        words = f"{item.title} {period_in_words(item.period)}" if item.period else item.title
        title = page.fit(words, left - unit - bool(unit))
        if unit:
            name = page.fit(self.names.get(item.unit or "", item.unit or ""), unit)
            title = f"{padded(title, left - unit - 1)} {name}".rstrip()
        return Line(_INDENT + when + title, command, least=least)


def _columns(items: Sequence[Item], wholes: Sequence[str], names: Names, page: _Page) -> _Columns:
    units = names.get("unit", {})
    commands = (width(command) for command in (*wholes, *(item.command for item in items)))
    widest = max((each for each in commands if each <= _USUAL_COMMAND), default=0)
    shown = (page.fit(units.get(item.unit or "", item.unit or ""), _WIDEST_UNIT) for item in items)
    return _Columns(
        units,
        when=max((width(_when(item, page)) for item in items), default=0),
        unit=max(map(width, shown), default=0),
        command=page.width - widest,
    )


def _when(item: Item, page: _Page) -> str:
    text = SECTIONS[item.section].when
    if not text or item.days is None:
        return ""
    if item.days < 0:
        # Less than none is left: the day has passed.
        return page.fit(_(OVER, n=-item.days), page.width)
    return page.fit(_(text, n=item.days) if item.days else _("today"), page.width)


def _heading(group: Group) -> Line:
    section = group.section
    word = _(section.heading, within=group.within) if section.heading else _(section.word)
    text = _("{section}: {n}", section=word, n=group.count)
    if group.late:
        text = _("{text}, {n} of them late", text=text, n=group.late)
    if _is_one_line(group):
        (item,) = group.items
        return Line(f"{text}  {item.title}".rstrip(), item.command, section.signal)
    return Line(text, group.whole, section.signal)


def _is_one_line(group: Group) -> bool:
    """Whether the heading says it all: several things that one command deals with."""
    return len(group.items) == 1 and not group.items[0].is_one_thing


def _said(group: Group, count: int) -> int:
    return group.count if _is_one_line(group) else count


def _chosen(groups: Sequence[Group], room: int) -> list[tuple[Group, int]]:
    """How many items of each section are shown: one of each in turn, as long as there is room."""
    wanted = {place: 0 if _is_one_line(group) else len(group.items) for place, group in enumerate(groups)}
    needed = len(groups) + sum(wanted.values())
    if needed > room:
        room -= 1  # what is left over is counted on a line of its own
    given = dict.fromkeys(range(min(len(groups), room)), 0)
    room -= len(given)
    for place in _in_turn(wanted):
        if room <= 0:
            break
        if place in given:
            given[place] += 1
            room -= 1
    return [(groups[place], count) for place, count in given.items()]


def _in_turn(wanted: Mapping[int, int]) -> Iterator[int]:
    for turn in range(max(wanted.values(), default=0)):
        yield from (place for place, count in wanted.items() if count > turn)
