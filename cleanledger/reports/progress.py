"""How far each entry has come, by its last report."""

from collections.abc import Sequence

from cleanledger.i18n import N_, _
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Row, Standing, round_began, standings
from cleanledger.reports.columns import DATE, DAYS, ID, LEAD_UNIT, RATE_TIME_USED, SIGNAL, SLOW, TITLE
from cleanledger.reports.lives import is_counted, order
from cleanledger.reports.pace import pace
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    *(ID, TITLE, LEAD_UNIT, DATE, DAYS),
    Column("percent", N_("percent"), Content.NUMBER),
    Column("text", N_("progress")),
    Column("difficulty", N_("difficulty")),
    Column("measures_done", N_("measures done"), Content.NUMBER),
    Column("measures", N_("measures"), Content.NUMBER),
    SIGNAL,
    *(RATE_TIME_USED, SLOW),
)


def progress(rows: Sequence[Row], query: Query) -> Table:
    """The last progress that was reported of each living task and rectification, and its measures.

    Days: since that report; where there is none, since the entry or its round began. Slow: as in signals.
    """
    living = [
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if is_counted(row) and standing.status not in ENDED
    ]
    living.sort(key=lambda pair: order(pair[0]))
    lines = tuple(_line(row, standing, query) for row, standing in living)
    note = _("days: since the last progress reported, else since the beginning")
    return Table("progress", COLUMNS, lines, notes=(note,) if lines else ())


def _line(row: Row, standing: Standing, query: Query) -> Line:
    day, speed = query.day, pace(row, standing, query)
    began = round_began(row, standing.moment.round)
    told = [act for act in row.acts if act.did == "progress" and (began or act.date) <= act.date <= day]
    last = max(told, key=lambda act: (act.date, act.place), default=None)
    since = last.date if last else began
    measures = [part for part in row.parts if part.of == "measures"]
    return (
        row.id,
        row.title,
        standing.moment.lead_unit or None,
        last.date if last else None,
        (day - since).days if since else None,
        last.percent if last else None,
        (last.note or None) if last else None,
        (last.difficulty or None) if last else None,
        sum(part.done_on is not None and part.done_on <= day for part in measures),
        len(measures),
        standing.signal,
        speed.time_used,
        speed.slow,
    )


PROGRESS = Report(progress, COLUMNS, "进展")
