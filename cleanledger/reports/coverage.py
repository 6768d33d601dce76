"""What is covered: directives by tasks, powers by risks, risks by measures, units by a signature."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cleanledger.i18n import N_
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Row, moment_on
from cleanledger.reports.columns import TOTAL
from cleanledger.reports.lives import is_counted, order
from cleanledger.reports.period import period_of
from cleanledger.reports.query import Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.table import Column, Content, Line, Table
from cleanledger.reports.units import UnitNode, subtree

COLUMNS = (
    Column("subject", N_("subject"), Content.SUBJECT),
    Column("item", N_("item")),
    TOTAL,
    Column("covered", N_("covered"), Content.NUMBER),
    Column("gap", N_("gap"), Content.NUMBER),
    Column("missing", N_("missing"), Content.CODES),
)


def coverage(rows: Sequence[Row], query: Query) -> Table:
    """What is covered: directives by a task, powers by a risk, risks by measures; --type: units that signed.

    A power in which a meeting found no risk counts as covered. Measures: those of the risks. --type TYPE: of
    the units of kind unit below the book's first unit (or --unit), those named by a record of this type in
    the period.
    """
    living = [row for row in query.everything if _is_living(row, query)]
    chosen = [row for row in rows if _is_living(row, query)]
    lines = [*_directives(chosen, living), *_powers(chosen, living), *_risks(chosen)]
    notes: tuple[str, ...] = ()
    if query.type:
        lines.append(_signed(query))
        notes = (period_of(query).note,)
    return Table("coverage", COLUMNS, tuple(lines), notes=notes, naming=2)


def _is_living(row: Row, query: Query) -> bool:
    moment = moment_on(row.moments, query.day)
    if moment is None:
        return False
    # A closed task still covers what ordered it.
    return moment.status not in ("void", "carried") if is_counted(row) else moment.status not in ENDED


def _directives(chosen: Iterable[Row], living: Iterable[Row]) -> Iterator[Line]:
    named = {directive for row in living if is_counted(row) for directive in row.directives}
    by_source: defaultdict[str, list[Row]] = defaultdict(list)
    for row in chosen:
        if row.kind == "directive":
            by_source[row.source].append(row)
    for source in sorted(by_source, key=lambda source: (not source, source)):
        uncovered = [row for row in by_source[source] if row.id not in named]
        yield _line("directive", source, len(by_source[source]), uncovered)


def _powers(chosen: Iterable[Row], living: Iterable[Row]) -> Iterator[Line]:
    powers = [row for row in chosen if row.kind == "power"]
    at_risk = {row.power for row in living if row.kind == "risk"}
    if powers:
        uncovered = [row for row in powers if row.id not in at_risk and row.no_risk is None]
        yield _line("power", "", len(powers), uncovered)


def _risks(chosen: Iterable[Row]) -> Iterator[Line]:
    risks = [row for row in chosen if row.kind == "risk"]
    if risks:
        measures = [sum(part.of == "measures" for part in row.parts) for row in risks]
        bare = [row for row, number in zip(risks, measures, strict=True) if not number]
        yield _line("risk", "", len(risks), bare)
        yield ("measure", None, sum(measures), None, None, None)


def _line(subject: str, item: str, total: int, uncovered: Sequence[Row]) -> Line:
    missing = " ".join(row.id for row in sorted(uncovered, key=order))
    return (subject, item or None, total, total - len(uncovered), len(uncovered), missing or None)


def _signed(query: Query) -> Line:
    period = period_of(query)
    held = [row.held for row in query.everything if row.held and row.held.type == query.type]
    names = {
        unit for each in held if period.holds(each.date) for unit in (each.held_by, *each.units, *each.to)
    }
    wanted = [unit.code for unit in _signing(query)]
    missing = [code for code in wanted if code not in names]
    gap = len(missing)
    return ("signature", query.type, len(wanted), len(wanted) - gap, gap, " ".join(missing) or None)


def _signing(query: Query) -> tuple[UnitNode, ...]:
    """The units that have to sign: those below the first unit of the tree, or below the one asked for.

    One that has none below it signs itself.
    """
    tops = [unit for unit in query.units if not unit.parent and _signs(unit)]
    top = query.unit or (tops[0].code if tops else "")
    units = [unit for unit in subtree(query.units, top) if _signs(unit)]
    return tuple(unit for unit in units if unit.code != top) or tuple(units)


def _signs(unit: UnitNode) -> bool:
    return unit.kind == "unit" and unit.exists


COVERAGE = Report(coverage, COLUMNS, "覆盖", PERIOD | {"type"}, whole=True)
