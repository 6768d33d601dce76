"""What of the duties waits today: the period that ends soon, and the last that passed with a gap."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cleanledger.i18n import _
from cleanledger.model.periods import Span
from cleanledger.model.standing import Row
from cleanledger.reports.held import Owing, Tally, held_by, owings
from cleanledger.reports.query import Query
from cleanledger.reports.units import subtree
from cleanledger.reports.view import Clerk, Item, View

SECTION = "not_held"
_TIMES = "×"


def not_held(rows: Sequence[Row], query: Query, view: View) -> Iterator[Item]:
    """What the units of who looks have not held yet, of all `rows` of the book.

    A period is announced in its second half, and no more days ahead than a deadline is; one that passed as
    many days after it. Who keeps the records sees what every unit owes, and enters it where the unit has no
    clerk.
    """
    if query.unit:
        query = replace(query, units=subtree(query.units, query.unit))
    records = held_by(rows, query.day)
    for owing in owings(query.terms.duties):
        unit = owing.duty.held_by
        clerk = next((each for each in view.clerks if unit in each.units), None) or view.recorder
        if clerk is None or not query.within(unit):
            continue
        for tally in _pressing(owing, records, query):
            yield _item(tally, clerk, view, query)


def _pressing(owing: Owing, records: Sequence[Row], query: Query) -> Iterator[Tally]:
    """The last period that passed and the one that runs, if they lack something and it is time to say so."""
    since = date.fromordinal(max(query.day.toordinal() - query.near_days, 1))
    time = Span(since, query.day)
    for tally in [*owing.tallies(records, time, query.day)][-2:]:
        days = (query.day - tally.span.last).days
        ahead = min(query.near_days, tally.span.days // 2)
        if tally.short and -ahead <= days <= query.near_days:
            yield tally


def _item(tally: Tally, clerk: Clerk, view: View, query: Query) -> Item:
    duty, span = tally.whose, tally.span
    several = f" {_TIMES}{tally.short}" if tally.short > 1 else ""
    return Item(
        SECTION,
        _command(tally, clerk, view),
        duty.type + several,
        unit=duty.held_by,
        due=span.last,
        days=(span.last - query.day).days,
        period=tally.period,
    )


def _command(tally: Tally, clerk: Clerk, view: View) -> str:
    """What enters it for the clerk; for who only looks, the report."""
    duty = tally.whose
    if not clerk.post or (duty.held_by not in clerk.units and duty.held_by in view.tended):
        return f"ledger report duties --unit {duty.held_by}"
    words = ["ledger record", duty.type]
    if duty.held_by != clerk.unit:
        words.append(f"--held-by {duty.held_by}")
    if tally.over:
        words.append(f"--date {_('DATE')}")
    return " ".join(filter(None, (*words, view.told.get(clerk.post, ""))))
