"""The lines of the logs in which a promise was changed, or an entry handed over."""

from collections.abc import Sequence

from cleanledger.i18n import N_
from cleanledger.model.standing import Row
from cleanledger.reports.columns import APPROVER, DATE, DOC, ID, REASON, TYPED_BY
from cleanledger.reports.lives import Told, lives
from cleanledger.reports.period import period_of
from cleanledger.reports.query import Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    ID,
    DATE,
    Column("field", N_("field"), Content.FIELD),
    Column("was", N_("was"), Content.VALUE),
    Column("now", N_("now"), Content.VALUE),
    REASON,
    APPROVER,
    DOC,
    TYPED_BY,
)


def amendments(rows: Sequence[Row], query: Query) -> Table:
    """Each change of what was promised, in a period: the field, before and after, why and by whom."""
    return _changes("amendments", "amend", rows, query)


def transfers(rows: Sequence[Row], query: Query) -> Table:
    """Each handing over of an entry, in a period: from whom, to whom, why and by whom."""
    return _changes("transfers", "transfer", rows, query)


def _changes(name: str, verb: str, rows: Sequence[Row], query: Query) -> Table:
    period = period_of(query)
    told = lives(rows, query, (verb,), lambda act: period.holds(act.date))
    kinds = tuple(each.row.kind for each in told)
    return Table(name, COLUMNS, tuple(map(_line, told)), notes=(period.note,), naming=2, kinds=kinds)


def _line(told: Told) -> Line:
    act = told.act
    return (
        told.row.id,
        act.date,
        act.field,
        act.was or None,
        act.now or None,
        act.reason or None,
        act.approved_by or None,
        act.doc or act.meeting or None,
        act.by,
    )


AMENDMENTS = Report(amendments, COLUMNS, "调整", PERIOD, narrows=True)
TRANSFERS = Report(transfers, COLUMNS, "移交", PERIOD, narrows=True)
