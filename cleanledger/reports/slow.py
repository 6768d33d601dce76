"""Which units are slow, ranked by a rule that stands in the book and is printed below the table."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cleanledger.i18n import N_, _
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Bucket, Row, Standing, moment_on, standing_on, standings
from cleanledger.reports.columns import DAYS, OVERDUE
from cleanledger.reports.groups import in_order, tree_note
from cleanledger.reports.lives import is_counted, life, order
from cleanledger.reports.notices import notices, notices_by_entry, owed_step
from cleanledger.reports.period import Period, period_of
from cleanledger.reports.query import By, Query, Rung, Weights
from cleanledger.reports.report import PERIOD, TREE, Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    Column("rank", N_("rank"), Content.NUMBER),
    Column("unit", N_("unit"), Content.UNIT),
    Column("open", N_("not ended"), Content.NUMBER),
    OVERDUE,
    Column("oldest", N_("oldest"), Content.ID),
    Column("since", N_("since"), Content.DATE),
    DAYS,
    Column("months_yellow", N_("slow months"), Content.NUMBER),
    Column("returned", N_("returned"), Content.NUMBER),
    Column("extended", N_("extended"), Content.NUMBER),
    Column("notices", N_("notices"), Content.NUMBER),
    Column("next", N_("next")),
)


@dataclass
class Unit:
    """What is counted of one unit."""

    figures: "Counter[str]"
    oldest: str = ""
    since: date | None = None
    next: Rung | None = None


def slow(rows: Sequence[Row], query: Query) -> Table:
    """Which units are slow: open and overdue, slow months, returns, extensions, notices; the slowest first.

    The rule of the rank is printed below; `slow:` in book.yaml changes its points. Oldest: the entry longest
    overdue, since when, and for how many days. Slow months: months of the period at whose end an entry was
    yellow or red. Next: the next step of the ladder of notices that is owed.
    """
    counted = [row for row in rows if is_counted(row)]
    period = period_of(query)
    units: defaultdict[str, Unit] = defaultdict(lambda: Unit(Counter()))
    _stand(counted, query, units)
    for unit, key in (
        *_months(counted, query, period),
        *_acts(counted, period),
        *_sent(counted, query, period),
    ):
        units[unit].figures[key] += 1
    chosen = {unit: each for unit, each in units.items() if query.within(unit) and any(each.figures.values())}
    weights = query.terms.weights
    points = {unit: _points(each, weights) for unit, each in chosen.items()}
    ranked = sorted(in_order(chosen, By.UNIT, query.units), key=lambda unit: -points[unit])
    above = Counter(points.values())
    lines = tuple(
        _line(1 + sum(n for value, n in above.items() if value > points[unit]), unit, chosen[unit])
        for unit in ranked
    )
    return Table("slow", COLUMNS, lines, notes=(rule_of(weights), period.note, *tree_note(query)), naming=2)


def rule_of(weights: Weights) -> str:
    """The rule of the rank, as a sentence."""
    said = {
        "open": _("{n} for each entry not ended", n=weights.open),
        "overdue": _("{n} for each overdue entry", n=weights.overdue),
        "days": _("{n} for each day of the longest overdue", n=weights.days),
        "months_yellow": _("{n} for each slow month", n=weights.months_yellow),
        "returned": _("{n} for each return", n=weights.returned),
        "extended": _("{n} for each extension", n=weights.extended),
        "notices": _("{n} for each notice", n=weights.notices),
    }
    parts = _(", ").join(text for key, text in said.items() if getattr(weights, key))
    return _("ranked by points: {parts}; equal points, equal rank", parts=parts or "0")


def _stand(rows: Sequence[Row], query: Query, units: "defaultdict[str, Unit]") -> None:
    sent = notices_by_entry(notices(query))
    found = sorted(standings(rows, query.day, query.near_days), key=lambda pair: order(pair[0]))
    for row, standing in found:
        if standing.status in ENDED:
            continue
        unit = units[standing.moment.lead_unit]
        unit.figures["open"] += 1
        if standing.bucket is Bucket.OVERDUE and standing.due:
            owed = owed_step(row, sent.get(row.id, ()), query.terms.ladder, query.day)
            _overdue(unit, row, standing, owed.rung if owed else None)


def _overdue(unit: Unit, row: Row, standing: Standing, owed: Rung | None) -> None:
    unit.figures["overdue"] += 1
    if (standing.days or 0) > unit.figures["days"]:
        unit.figures["days"] = standing.days or 0
        unit.oldest, unit.since = row.id, standing.due
    if owed and (unit.next is None or owed.after > unit.next.after):
        unit.next = owed


def _months(rows: Sequence[Row], query: Query, period: Period) -> Iterator[tuple[str, str]]:
    for end in period.month_ends():
        found = (standing_on(row, end, query.near_days) for row in rows)
        slow = {each.moment.lead_unit for each in found if each and each.signal in ("yellow", "red")}
        yield from ((unit, "months_yellow") for unit in slow)


def _acts(rows: Sequence[Row], period: Period) -> Iterator[tuple[str, str]]:
    for row in rows:
        for told in life(row, period.last):
            if told.act.date < period.first:
                continue
            if told.act.did == "return":
                yield told.unit, "returned"
            elif told.act.did == "extend" and told.moves_due:
                yield told.unit, "extended"


def _sent(rows: Sequence[Row], query: Query, period: Period) -> Iterator[tuple[str, str]]:
    """The units that each notice went to: those named, and those that had the entries it names."""
    moments = {row.id: row.moments for row in rows}
    for held in (notice.held for notice in notices(query)):
        if period.holds(held.date):
            about = [moment_on(moments[each], held.date) for each in held.entries if each in moments]
            units = {moment.lead_unit for moment in about if moment}
            # Of one ledger only the notices that name its entries.
            units |= set(held.to) if not query.ledger or about else set()
            yield from ((unit, "notices") for unit in units)


def _points(unit: Unit, weights: Weights) -> int:
    return sum(weight * unit.figures[key] for key, weight in weights._asdict().items())


def _line(rank: int, code: str, unit: Unit) -> Line:
    figures = unit.figures
    return (
        rank,
        code,
        figures["open"],
        figures["overdue"],
        unit.oldest or None,
        unit.since,
        figures["days"] if unit.oldest else None,
        figures["months_yellow"],
        figures["returned"],
        figures["extended"],
        figures["notices"],
        unit.next.type if unit.next else None,
    )


SLOW = Report(slow, COLUMNS, "滞后", PERIOD | TREE | {"say"}, narrows=True, whole=True)
