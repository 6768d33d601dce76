"""How long a claim has waited for those who check, in working days, and whether they are late."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.model.standing import Moment, Row
from cleanledger.model.workdays import YearUnknown
from cleanledger.reports.query import Terms

CALENDAR = "calendar.yaml"


class Wait(NamedTuple):
    """Working days since the submit, and whether the reviewer is late; None where a calendar is missing."""

    days: int | None = None
    late: bool | None = None
    unknown: int | None = None
    """The year whose days off nobody has announced yet, or written down."""


def wait(row: Row, moment: Moment, day: date, terms: Terms) -> Wait:
    """How long `row` has waited on `day`, by the rules of the day on which it was submitted."""
    if moment.submitted_on is None:
        return Wait()
    try:
        days = terms.worked_between(moment.submitted_on, day)
    except YearUnknown as missing:
        return Wait(unknown=missing.year)
    most = terms.rules_on(row.ledger, row.kind, moment.submitted_on).review_days
    return Wait(days, days > most)


def unknown_years(waits: Iterable[Wait]) -> tuple[str, ...]:
    """What there is to say of years without a calendar: nothing, or one sentence."""
    years = sorted({each.unknown for each in waits if each.unknown is not None})
    if not years:
        return ()
    said = _(", ").join(map(str, years))
    return (_("which days of {years} are worked is not known: fill in {file}", years=said, file=CALENDAR),)
