"""How far deadlines have moved from the first, and which extensions were asked for, granted, refused."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Bucket, Row, Standing, standings
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
    Column("late_first", N_("days late by the first due"), Content.NUMBER),
    Column("late", N_("days late"), Content.NUMBER),
    Column("asked", N_("asked"), Content.NUMBER),
    Column("granted", N_("granted"), Content.NUMBER),
    Column("refused", N_("refused"), Content.NUMBER),
    Column("days_asked", N_("days asked"), Content.NUMBER),
    Column("days_granted", N_("days granted"), Content.NUMBER),
    Column("days_refused", N_("days refused"), Content.NUMBER),
)


class Moves(NamedTuple):
    """How the deadline of a round was moved, and what was asked of it; who did so the last time."""

    times: int = 0
    asked_late: int = 0
    asker: str = ""
    approver: str = ""
    doc: str = ""
    asked: int = 0
    granted: int = 0
    refused: int = 0
    days_asked: int = 0
    days_granted: int = 0
    days_refused: int = 0


def drift(rows: Sequence[Row], query: Query) -> Table:
    """The entries whose deadline was moved, or asked to be, in this round: how often, how far, by whom.

    Times: extensions granted, in the old list too, and other changes of the deadline. Days: from the first
    deadline to the present one. Asked late: how many of the asks and the other changes came after the
    deadline had passed. Asker, approver, document: of the last move, or of the last ask where nothing was
    moved.

    Days late: from each deadline to the submit that counts, or to the closing; of what is not claimed, to the
    day of judgement. 0 is in time; nothing stands there while the deadline lies ahead or the clock stands.

    Asked, granted, refused: extensions, and their days; an ask is counted when it is made, so what is neither
    granted nor refused waits, or was asked for anew.
    """
    found = [
        (row, standing, moves)
        for row, standing in standings(rows, query.day, query.near_days)
        if is_counted(row) and ((moves := _moves(row, query)).times or moves.asked)
    ]
    found.sort(key=lambda each: (-(_days(each[1]) or 0), order(each[0])))
    lines = tuple(_line(*each, query.day) for each in found)
    note = _("days: from the first deadline to the present one")
    return Table("drift", COLUMNS, lines, notes=(note,) if lines else ())


def _moves(row: Row, query: Query) -> Moves:
    moves = Moves()
    ask: Told | None = None
    for told in life(row, query.day):
        act = told.act
        if act.did in ("add", "adopt", "reopen"):
            moves, ask = Moves(times=act.extended or 0), None
        elif act.did == "extend":
            is_answer = bool(act.approved_by or act.refused_by)
            if ask is None or not is_answer:
                # Granted or refused at once: the answer is the ask as well.
                moves = _asked(moves, told)
            moves = _answered(moves, told, ask or told) if is_answer else moves
            ask = None if is_answer else told
        elif told.moves_due:
            moves = _moved(moves, told)._replace(asked_late=moves.asked_late + _has_passed(told), asker="")
    return moves


def _asked(moves: Moves, told: Told) -> Moves:
    return moves._replace(
        asked=moves.asked + 1,
        days_asked=moves.days_asked + _further(told),
        asked_late=moves.asked_late + _has_passed(told),
        asker=moves.asker if moves.times else told.act.actor,
    )


def _answered(moves: Moves, told: Told, ask: Told) -> Moves:
    if not told.moves_due:
        return moves._replace(refused=moves.refused + 1, days_refused=moves.days_refused + _further(ask))
    return _moved(moves, told)._replace(
        granted=moves.granted + 1,
        days_granted=moves.days_granted + _further(told),
        asker=ask.act.actor if ask is not told else "",
    )


def _moved(moves: Moves, told: Told) -> Moves:
    act = told.act
    return moves._replace(times=moves.times + 1, approver=act.approved_by, doc=act.doc or act.meeting)


def _has_passed(told: Told) -> bool:
    return told.due is not None and told.act.date > told.due


def _further(told: Told) -> int:
    """By how many days a line sets, or would set, the deadline further away; 0 where there was none."""
    return (told.act.due - told.due).days if told.act.due and told.due else 0


def _days(standing: Standing) -> int | None:
    first, now = standing.moment.due_first, standing.due
    return (now - first).days if first and now else None


def _days_late(row: Row, standing: Standing, due: date | None, day: date) -> int | None:
    """How many days after `due` it was claimed, or still is not; None where that cannot be said yet."""
    if due is None:
        return None
    done_on = standing.moment.submitted_on or standing.moment.closed_on
    if done_on is not None:
        return max((done_on - due).days, 0)
    is_at_work = standing.bucket in (Bucket.NOT_DUE, Bucket.NEAR, Bucket.OVERDUE)
    return (day - due).days if is_at_work and not row.standing and day > due else None


def _line(row: Row, standing: Standing, moves: Moves, day: date) -> Line:
    moment = standing.moment
    return (
        row.id,
        moment.lead_unit or None,
        moment.due_first,
        moment.due,
        moves.times,
        _days(standing),
        moves.asked_late,
        moves.asker or None,
        moves.approver or None,
        moves.doc or None,
        _days_late(row, standing, moment.due_first, day),
        _days_late(row, standing, moment.due, day),
        *moves[-6:],
    )


DRIFT = Report(drift, COLUMNS, "时限变动")
