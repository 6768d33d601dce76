"""How far deadlines have moved from the first."""

from collections.abc import Sequence
from typing import NamedTuple

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row, Standing, standings
from cleanledger.reports.columns import APPROVER, DAYS, DOC, DUE, DUE_FIRST, ID, LEAD_UNIT
from cleanledger.reports.lives import Told, is_counted, life, order
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    *(ID, LEAD_UNIT, DUE_FIRST, DUE),
    Column("times", N_("times"), Content.NUMBER),
    DAYS,
    Column("asked_late", N_("asked late"), Content.NUMBER),
    Column("asker", N_("asker"), Content.ACTOR),
    *(APPROVER, DOC),
)


class Moves(NamedTuple):
    """How often the deadline of a round was moved, and who asked and who granted the last time."""

    times: int = 0
    asked_late: int = 0
    asker: str = ""
    approver: str = ""
    doc: str = ""


def drift(rows: Sequence[Row], query: Query) -> Table:
    """The entries whose deadline was moved in the present round: how often, how far, who granted it.

    Days: from the first deadline to the present one. Asked late: how many of the moves were asked for after
    the deadline had passed.
    """
    found = [
        (row, standing, moves)
        for row, standing in standings(rows, query.day, query.near_days)
        if is_counted(row) and (moves := _moves(row, query)).times
    ]
    found.sort(key=lambda each: (-(_days(each[1]) or 0), order(each[0])))
    lines = tuple(_line(*each) for each in found)
    note = _("days: from the first deadline to the present one")
    return Table("drift", COLUMNS, lines, notes=(note,) if lines else ())


def _moves(row: Row, query: Query) -> Moves:
    moves = Moves()
    ask: Told | None = None
    for told in life(row, query.day):
        act = told.act
        if act.did in ("add", "adopt", "reopen"):
            moves, ask = Moves(times=act.extended or 0), None
        elif told.moves_due:
            moves = _moved(moves, told, ask)
        if act.did == "extend":
            ask = told if not (act.approved_by or act.refused_by) else None
    return moves


def _moved(moves: Moves, told: Told, ask: Told | None) -> Moves:
    asked = ask if ask and told.act.did == "extend" else told
    was = asked.due
    return Moves(
        times=moves.times + 1,
        asked_late=moves.asked_late + (was is not None and asked.act.date > was),
        asker=asked.act.actor if asked is not told else "",
        approver=told.act.approved_by,
        doc=told.act.doc or told.act.meeting,
    )


def _days(standing: Standing) -> int | None:
    first, now = standing.moment.due_first, standing.due
    return (now - first).days if first and now else None


def _line(row: Row, standing: Standing, moves: Moves) -> Line:
    return (
        row.id,
        standing.moment.lead_unit or None,
        standing.moment.due_first,
        standing.due,
        moves.times,
        _days(standing),
        moves.asked_late,
        moves.asker or None,
        moves.approver or None,
        moves.doc or None,
    )


DRIFT = Report(drift, COLUMNS, "时限变动")
