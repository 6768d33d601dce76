"""A report as a paragraph that is read out at a meeting."""

from datetime import date

from cleanledger.i18n import _
from cleanledger.render.clean import clean
from cleanledger.render.origin import Origin
from cleanledger.reports.table import Table, Value

_NAMED = 3


def slow_said(table: Table, origin: Origin) -> str:
    """What the table `slow` says: all units in one sentence, then the slowest."""
    rows = [dict(zip(table.keys, line, strict=True)) for line in table.rows]
    overdue = sum(_number(row["overdue"]) for row in rows)
    text = _(
        "As of {day}, {units} units have {open} entries that are not ended, {overdue} of them overdue.",
        day=_day(origin.as_of),
        units=sum(_number(row["open"]) > 0 for row in rows),
        open=sum(_number(row["open"]) for row in rows),
        overdue=overdue,
    )
    slowest = [row for row in rows if _number(row["overdue"])][:_NAMED]
    sentences = [_about(row, origin) for row in slowest] or [_("No entry is overdue.")]
    for sentence in sentences:
        text = _("{sentence} {next}", sentence=text, next=sentence)
    return clean(text, single_line=True)


def _about(row: dict[str, Value], origin: Origin) -> str:
    since = row["since"]
    text = _(
        "{rank}. {unit}: {open} not ended, {overdue} overdue; {oldest} was due on {since}, {days} days ago",
        rank=row["rank"],
        unit=origin.names.get("unit", {}).get(str(row["unit"]), row["unit"]),
        open=row["open"],
        overdue=row["overdue"],
        oldest=row["oldest"],
        since=_day(since) if isinstance(since, date) else "",
        days=row["days"],
    )
    facts = [text]
    facts += [_("returned {n} times", n=row["returned"])] if row["returned"] else []
    facts += [_("extended {n} times", n=row["extended"])] if row["extended"] else []
    facts += [_("next on the ladder: {notice}", notice=row["next"])] if row["next"] else []
    return _("{sentence}.", sentence=_("; ").join(facts))


def _day(day: date) -> str:
    return _("{year:04}-{month:02}-{number:02}", year=day.year, month=day.month, number=day.day)


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
