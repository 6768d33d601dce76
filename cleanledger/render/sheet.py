"""A table as people read it: words for codes, names for units, clean text in every cell."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.model.vocabulary import KINDS, LEVELS, ROLES, UNIT_KINDS, listed, status_word, word
from cleanledger.render.clean import clean, encodable
from cleanledger.render.origin import Names, Origin, Target
from cleanledger.render.settings import (
    interval_in_words,
    origin_in_words,
    rule_in_words,
    setting_in_words,
)
from cleanledger.render.words import SCOPES, SIGNALS
from cleanledger.reports.table import Column, Content, Line, Table, Value

Cells = tuple[str, ...]

_WORDS: Mapping[Content, Mapping[str, str]] = MappingProxyType(
    {
        Content.KIND: KINDS,
        Content.SIGNAL: SIGNALS,
        Content.SCOPE: SCOPES,
        Content.LEVEL: LEVELS,
        Content.UNIT_KIND: UNIT_KINDS,
    }
)
_SAID: Mapping[Content, Callable[[str, str], str]] = MappingProxyType(
    {
        Content.ROLES: lambda roles, _kind: listed(word(ROLES, role) for role in roles.split()),
        Content.SETTING: lambda key, _kind: setting_in_words(key),
        Content.RULE: rule_in_words,
        Content.ORIGIN: lambda says, _kind: origin_in_words(says),
        Content.INTERVAL: lambda interval, _kind: interval_in_words(interval),
    }
)
_SHORT_ID = 12


class Sheet(NamedTuple):
    """Headings, rows, foot and notes as text; `signals` are the codes that a colour may be taken from."""

    columns: tuple[Column, ...]
    headings: Cells
    rows: tuple[Cells, ...]
    foot: tuple[Cells, ...]
    notes: tuple[str, ...]
    naming: int
    signals: tuple[str, ...]


def sheet(table: Table, origin: Origin, target: Target) -> Sheet:
    """`table` in the words of the language in use; columns in which nothing at all is known are left out."""
    table = _without_unknown(table)

    def cells(line: Line, kind: str = "") -> Cells:
        shown = zip(table.columns, line, strict=True)
        return tuple(_fit(_shown(value, column, origin.names, kind), target) for column, value in shown)

    def row(line: Line, kind: str) -> Cells:
        first, *others = cells(line, kind)
        return (first or _("(none)"), *others)

    return Sheet(
        columns=table.columns,
        headings=tuple(_fit(_(column.title), target) for column in table.columns),
        rows=tuple(map(row, table.rows, table.kinds or repeat(""))),
        foot=tuple(map(cells, table.foot)),
        notes=tuple(_fit(note, target) for note in _notes(table, origin)),
        naming=table.naming,
        signals=_signals(table),
    )


def _without_unknown(table: Table) -> Table:
    lines = (*table.rows, *table.foot)
    known = [
        at for at in range(len(table.columns)) if not lines or any(line[at] is not None for line in lines)
    ]
    return replace(
        table,
        columns=tuple(table.columns[at] for at in known),
        rows=tuple(tuple(line[at] for at in known) for line in table.rows),
        foot=tuple(tuple(line[at] for at in known) for line in table.foot),
        naming=sum(at < table.naming for at in known),
    )


def _shown(value: Value, column: Column, names: Names, kind: str) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value * 100:.2f}%"
        case date():
            return value.isoformat()
        case int():
            return str(value)
    if column.content in _WORDS:
        return word(_WORDS[column.content], value)
    if column.content is Content.STATUS:
        return status_word(value, kind)
    if column.content in _SAID:
        return _SAID[column.content](value, kind)
    return names.get(column.content, {}).get(value, value)


def _fit(text: str, target: Target) -> str:
    return encodable(clean(text, single_line=True), target.encoding)


def _signals(table: Table) -> tuple[str, ...]:
    at = next((at for at, column in enumerate(table.columns) if column.content is Content.SIGNAL), None)
    return tuple("" if at is None else str(line[at]) for line in table.rows)


def _notes(table: Table, origin: Origin) -> tuple[str, ...]:
    nothing = () if table.rows else (_(table.nothing),)
    return (*nothing, *table.notes, *origin.notes, _as_of(origin))


def _as_of(origin: Origin) -> str:
    if origin.tree == "working":
        return _("{book}, as of {day}", book=origin.book, day=origin.as_of)
    short = origin.tree[:_SHORT_ID]
    return _("{book}, as of {day}, tree {tree}", book=origin.book, day=origin.as_of, tree=short)
