"""A table as people read it: words for codes, names for units, clean text in every cell."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import (
    EFFECTS,
    KINDS,
    LEVELS,
    RESULTS,
    ROLES,
    UNIT_KINDS,
    field_name,
    listed,
    status_word,
    title_of,
    verb_word,
    word,
)
from cleanledger.model.workdays import HOLIDAYS
from cleanledger.render.clean import clean, encodable
from cleanledger.render.origin import Names, Origin, Target
from cleanledger.render.periods import interval_in_words, period_in_words, periods_in_words
from cleanledger.render.settings import origin_in_words, rule_in_words, setting_in_words
from cleanledger.render.values import in_words
from cleanledger.render.words import (
    AGES,
    CARDS,
    DAY_KINDS,
    REASONS,
    SCOPES,
    SECTION_WORDS,
    SIGNALS,
    SUBJECTS,
    WEEKDAYS,
)
from cleanledger.reports.table import Column, Content, Line, Table, Value

Cells = tuple[str, ...]

_WORDS: Mapping[Content, Mapping[str, str]] = MappingProxyType(
    {
        Content.KIND: KINDS,
        Content.SIGNAL: SIGNALS,
        Content.SCOPE: SCOPES,
        Content.LEVEL: LEVELS,
        Content.SECTION: SECTION_WORDS,
        Content.UNIT_KIND: UNIT_KINDS,
        Content.RESULT: RESULTS,
        Content.EFFECT: EFFECTS,
        Content.AGE: AGES,
        Content.SUBJECT: SUBJECTS,
        Content.WEEKDAY: WEEKDAYS,
        Content.DAY_KIND: DAY_KINDS,
        Content.HOLIDAY: dict(zip(HOLIDAYS, HOLIDAYS, strict=True)),
        Content.CARD: CARDS,
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
    """`table` in the words of the language in use.

    Left out are the columns for programs alone, and those in which nothing at all is known.
    """
    table = _for_people(table)

    def cells(line: Line, kind: str = "") -> Cells:
        about = _About(origin.names, kind, _value_of(Content.FIELD, table, line))
        shown = zip(table.columns, line, strict=True)
        return tuple(_fit(_shown(value, column.content, about), target) for column, value in shown)

    def row(line: Line, kind: str) -> Cells:
        first, *others = cells(line, kind)
        return (first or _("(none)"), *others)

    def foot(line: Line) -> Cells:
        first, *others = cells(line)
        says_so = any(column.content is Content.SCOPE for column in table.columns)
        return (first or ("" if says_so else _(SCOPES["all"])), *others)

    return Sheet(
        columns=table.columns,
        headings=tuple(_fit(_(column.title), target) for column in table.columns),
        rows=tuple(map(row, table.rows, table.kinds or repeat(""))),
        foot=tuple(map(foot, table.foot)),
        notes=tuple(_fit(note, target) for note in _notes(table, origin)),
        naming=table.naming,
        signals=_signals(table),
    )


def _for_people(table: Table) -> Table:
    lines = (*table.rows, *table.foot)
    known = [
        at
        for at, column in enumerate(table.columns)
        if column.key not in table.aside and (not lines or any(line[at] is not None for line in lines))
    ]
    return replace(
        table,
        columns=tuple(table.columns[at] for at in known),
        rows=tuple(tuple(line[at] for at in known) for line in table.rows),
        foot=tuple(tuple(line[at] for at in known) for line in table.foot),
        naming=sum(at < table.naming for at in known),
    )


class _About(NamedTuple):
    """What the words of a cell depend on beside its column."""

    names: Names
    kind: str = ""
    field: str = ""


def _shown(value: Value, content: Content, about: _About) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case Decimal():
            return f"{value * 100:.2f}%"
        case date():
            return value.isoformat()
        case int():
            return str(value)
    if content in _WORDS:
        return word(_WORDS[content], value)
    if content in _SPOKEN:
        return _SPOKEN[content](value, about)
    return about.names.get(content, {}).get(value, value)


def _actor(code: str, about: _About) -> str:
    return about.names.get("post", {}).get(code) or about.names.get(Content.UNIT, {}).get(code, code)


def _codes(text: str, about: _About) -> str:
    return listed(about.names.get(Content.UNIT, {}).get(code, code) for code in text.split())


def _field_value(text: str, about: _About) -> str:
    if (name := _actor(text, about)) != text:
        return name
    return in_words(about.field.partition(".")[0], _structure(text), about.names, about.kind)


_SPOKEN: Mapping[Content, Callable[[str, _About], str]] = MappingProxyType(
    {
        Content.STATUS: lambda code, about: status_word(code, about.kind),
        Content.VERB: lambda code, about: verb_word(code, about.kind),
        Content.FIELD: lambda key, _about: field_name(key) if "." in key else title_of(key),
        Content.VALUE: _field_value,
        Content.ROLES: lambda text, _about: listed(word(ROLES, role) for role in text.split()),
        Content.WHY: lambda text, _about: listed(word(REASONS, code) for code in text.split()),
        Content.SETTING: lambda key, _about: setting_in_words(key),
        Content.RULE: lambda text, about: rule_in_words(text, about.kind),
        Content.ORIGIN: lambda text, _about: origin_in_words(text),
        Content.INTERVAL: lambda text, _about: interval_in_words(text),
        Content.PERIOD: lambda code, _about: period_in_words(code),
        Content.PERIODS: lambda text, _about: periods_in_words(text.split()),
        Content.CODES: _codes,
        Content.ACTOR: _actor,
    }
)


def _structure(text: str) -> Tree:
    """The list or map whose JSON stands in the cell; other text as it is."""
    try:
        found = json.loads(text) if text[:1] in ("[", "{") else text
    except ValueError:
        return text
    return found if isinstance(found, (list, dict)) else text


def _value_of(content: Content, table: Table, line: Line) -> str:
    at = next((at for at, column in enumerate(table.columns) if column.content is content), None)
    return "" if at is None else str(line[at])


def _fit(text: str, target: Target) -> str:
    return encodable(clean(text, single_line=True), target.encoding)


def _signals(table: Table) -> tuple[str, ...]:
    return tuple(_value_of(Content.SIGNAL, table, line) for line in table.rows)


def _notes(table: Table, origin: Origin) -> tuple[str, ...]:
    nothing = () if table.rows else (_(table.nothing),)
    return (*nothing, *table.notes, *origin.notes, _as_of(origin))


def _as_of(origin: Origin) -> str:
    if origin.tree == "working":
        return _("{book}, as of {day}", book=origin.book, day=origin.as_of)
    short = origin.tree[:_SHORT_ID]
    return _("{book}, as of {day}, tree {tree}", book=origin.book, day=origin.as_of, tree=short)
