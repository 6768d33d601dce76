"""The list with everything that a reader outside the book could want of an entry: what an export holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cleanledger.i18n import N_
from cleanledger.model.entry import Entry
from cleanledger.model.standing import Row, Standing, round_began, standing_on
from cleanledger.reports.columns import (
    DAYS,
    DUE,
    DUE_FIRST,
    EVIDENCE,
    ID,
    LEAD_UNIT,
    LEADER,
    SIGNAL,
    STATUS,
    TITLE,
)
from cleanledger.reports.lives import is_typed_since, last_typed, order
from cleanledger.reports.query import Query
from cleanledger.reports.table import Column, Content, Table, Value


class _Seen(NamedTuple):
    """One entry as a cell is taken from it."""

    entry: Entry
    row: Row
    standing: Standing
    day: date


def _progress(seen: _Seen) -> tuple[int | None, str | None]:
    """What was reported last in this round: the share of what is done, and the words."""
    began = round_began(seen.row, seen.standing.moment.round)
    told = [
        act for act in seen.row.acts if act.did == "progress" and (began or act.date) <= act.date <= seen.day
    ]
    last = max(told, key=lambda act: (act.date, act.place), default=None)
    return (last.percent, last.note or None) if last else (None, None)


def _measures_done(seen: _Seen) -> int | None:
    parts = [part for part in seen.row.parts if part.of == "measures"]
    if not parts:
        return None
    return sum(part.done_on is not None and part.done_on <= seen.day for part in parts)


def _last(seen: _Seen) -> date | None:
    return last_typed(seen.row, seen.day)


_COLUMNS: Mapping[Column, Callable[[_Seen], Value]] = {
    ID: lambda seen: seen.row.id,
    Column("ledger", N_("ledger"), Content.LEDGER): lambda seen: seen.row.ledger,
    Column("kind", N_("kind"), Content.KIND): lambda seen: seen.row.kind,
    TITLE: lambda seen: seen.row.title,
    STATUS: lambda seen: seen.standing.status or None,
    SIGNAL: lambda seen: seen.standing.signal or None,
    LEAD_UNIT: lambda seen: seen.standing.moment.lead_unit or None,
    Column("units", N_("units that take part"), Content.CODES): lambda seen: (
        " ".join(seen.entry.units) or None
    ),
    Column("acceptance_unit", N_("acceptance unit"), Content.UNIT): lambda seen: seen.entry.acceptance_unit,
    Column("party_branch", N_("party branch"), Content.UNIT): lambda seen: seen.entry.party_branch,
    LEADER: lambda seen: seen.entry.leader,
    Column("owner", N_("owner"), Content.ACTOR): lambda seen: seen.entry.owner,
    DUE: lambda seen: seen.standing.due,
    Column("due_text", N_("deadline as printed")): lambda seen: seen.entry.due_text,
    DUE_FIRST: lambda seen: seen.standing.moment.due_first,
    DAYS: lambda seen: seen.standing.days,
    Column("standing", N_("goes on"), Content.TRUTH): lambda seen: seen.entry.standing,
    Column("round", N_("round"), Content.NUMBER): lambda seen: seen.standing.moment.round,
    Column("percent", N_("percent"), Content.NUMBER): lambda seen: _progress(seen)[0],
    Column("progress", N_("progress")): lambda seen: _progress(seen)[1],
    Column("measures", N_("measures")): lambda seen: (
        "; ".join(f"{each.num} {each.text.strip()}" for each in seen.entry.measures) or None
    ),
    Column("measures_done", N_("measures done"), Content.NUMBER): _measures_done,
    EVIDENCE: lambda seen: len([each for each in seen.row.evidence if each.date <= seen.day]),
    Column("submitted_on", N_("submitted on"), Content.DATE): lambda seen: seen.standing.moment.submitted_on,
    Column("closed_on", N_("closed on"), Content.DATE): lambda seen: seen.standing.moment.closed_on,
    Column("type", N_("type")): lambda seen: seen.entry.type,
    Column("date", N_("date"), Content.DATE): lambda seen: seen.entry.date,
    Column("held_by", N_("held by"), Content.UNIT): lambda seen: seen.entry.held_by,
    Column("doc", N_("document")): lambda seen: seen.entry.doc,
    Column("level", N_("level"), Content.LEVEL): lambda seen: seen.entry.level,
    Column("source", N_("source")): lambda seen: seen.entry.source.type if seen.entry.source else None,
    Column("source_doc", N_("document of the source")): lambda seen: (
        seen.entry.source.doc if seen.entry.source else None
    ),
    Column("source_date", N_("date of the source"), Content.DATE): lambda seen: (
        seen.entry.source.date if seen.entry.source else None
    ),
    Column("directives", N_("directives"), Content.CODES): lambda seen: (
        " ".join(seen.entry.directives) or None
    ),
    Column("plan", N_("plan"), Content.PLAN): lambda seen: seen.row.plan or None,
    Column("campaign", N_("campaign"), Content.CAMPAIGN): lambda seen: seen.row.campaign or None,
    Column("carrier", N_("carrier")): lambda seen: seen.row.carrier or None,
    Column("goal", N_("goal")): lambda seen: seen.entry.goal,
    Column("detail", N_("detail")): lambda seen: seen.entry.detail,
    Column("root_cause", N_("root cause")): lambda seen: seen.entry.root_cause,
    Column("entered", N_("last typed on"), Content.DATE): _last,
}
COLUMNS = tuple(_COLUMNS)


def full(pairs: Sequence[tuple[Entry, Row]], query: Query) -> Table:
    """Every entry that exists on the day, by ledger and number.

    With `query.since` only those of which a line was typed on that day or later.
    """
    seen = [
        _Seen(entry, row, standing, query.day)
        for entry, row in sorted(pairs, key=lambda pair: order(pair[1]))
        if (standing := standing_on(row, query.day, query.near_days)) is not None
    ]
    kept = [each for each in seen if is_typed_since(each.row, query)]
    lines = tuple(tuple(value(each) for value in _COLUMNS.values()) for each in kept)
    return Table("export", COLUMNS, lines, kinds=tuple(each.row.kind for each in kept), naming=1)
