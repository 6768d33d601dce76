"""What needs an eye: computed signals with their reasons, slow progress, and the cards that were issued."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from cleanledger.i18n import N_, _
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Bucket, Row, Standing, missed, standings
from cleanledger.reports.cards import Card, cards_by_entry, strongest
from cleanledger.reports.columns import (
    DAYS,
    DUE,
    ID,
    LEAD_UNIT,
    RATE_TIME_USED,
    REVIEWER_LATE,
    SIGNAL,
    SLOW,
    STATUS,
    TITLE,
    WITHIN,
)
from cleanledger.reports.lives import is_counted, order
from cleanledger.reports.near import notice_reached
from cleanledger.reports.pace import Pace, pace
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Line, Table
from cleanledger.reports.waiting import Wait, unknown_years, wait

COLUMNS = (
    *(ID, TITLE, LEAD_UNIT, STATUS, DUE, SIGNAL, DAYS),
    Column("why", N_("why"), Content.WHY),
    WITHIN,
    RATE_TIME_USED,
    Column("rate_measures_done", N_("rate of measures"), Content.RATE),
    SLOW,
    Column("card", N_("card"), Content.CARD),
    Column("card_doc", N_("document of the card")),
    Column("waited", N_("working days waited"), Content.NUMBER),
    REVIEWER_LATE,
)

_PRESSING = ("red", "yellow", "near", "waiting", "none")
_LONGEST_FIRST = frozenset({"red", "waiting"})
_OF_BUCKETS = (Bucket.OVERDUE, Bucket.AWAITING, Bucket.NEAR)
_OF_PARTS = {"measures": "measure", "milestones": "milestone", "review": "review"}


class Sign(NamedTuple):
    """One entry with all that speaks for looking at it."""

    row: Row
    standing: Standing
    reasons: tuple[str, ...]
    """Of the signal, and that its deadline is near."""
    pace: Pace
    card: Card | None
    wait: Wait

    @property
    def why(self) -> tuple[str, ...]:
        """Everything for which it is shown, as codes."""
        beside = (("slow", self.pace.slow), ("card", self.card))
        return (*self.reasons, *(code for code, holds in beside if holds))


def signals(rows: Sequence[Row], query: Query) -> Table:
    """Every entry with a signal, a card or slow progress, and why; the most pressing first.

    Signal: as it is computed; a card that somebody issued stands beside it, the strongest of the present
    round. Within: the notice that a deadline falls under, in days.

    Slow: the share of time used exceeds that of the measures done by more than notice.slow_margin of
    book.yaml, 30 percentage points where it says nothing. Time runs from the issue of the list, or the first
    line of the entry or its round where that is later, to the deadline.

    Reviewer late: it has waited for more working days than review_days of the policy; the unit is not late
    then.

    With --today ahead: who will be late if nothing changes until that day.
    """
    cards = cards_by_entry(query)
    living = [
        _sign(row, standing, cards.get(row.id, ()), query)
        for row, standing in standings(rows, query.day, query.near_days)
        if is_counted(row) and standing.status not in ENDED
    ]
    shown = sorted((sign for sign in living if sign.why), key=_pressing)
    note = _("days: left until the deadline; red: since the deadline; waiting: since the submit")
    notes = (note, *unknown_years(sign.wait for sign in shown)) if shown else ()
    kinds = tuple(sign.row.kind for sign in shown)
    return Table("signals", COLUMNS, tuple(_line(sign, query) for sign in shown), notes=notes, kinds=kinds)


def _sign(row: Row, standing: Standing, cards: Sequence[Card], query: Query) -> Sign:
    awaiting = standing.bucket is Bucket.AWAITING
    return Sign(
        row,
        standing,
        _reasons(row, standing, query),
        pace(row, standing, query),
        strongest(cards, row, standing),
        wait(row, standing.moment, query.day, query.terms) if awaiting else Wait(),
    )


def _reasons(row: Row, standing: Standing, query: Query) -> tuple[str, ...]:
    of_parts = missed(row, standing.moment, query.day) if standing.signal == "yellow" else ()
    of_bucket = (standing.bucket.value,) if standing.bucket in _OF_BUCKETS else ()
    return (*(_OF_PARTS[each] for each in of_parts), *of_bucket)


def _pressing(sign: Sign) -> tuple[int, int, tuple[str, int, str]]:
    signal, days = sign.standing.signal, sign.standing.days
    # What has no deadline ahead comes last among its like.
    ahead = days if days is not None else sys.maxsize
    return _PRESSING.index(signal), -ahead if signal in _LONGEST_FIRST else ahead, order(sign.row)


def _line(sign: Sign, query: Query) -> Line:
    row, standing, pace = sign.row, sign.standing, sign.pace
    near = standing.days if standing.bucket is Bucket.NEAR else None
    return (
        row.id,
        row.title,
        standing.moment.lead_unit or None,
        standing.status,
        standing.due,
        standing.signal,
        standing.days,
        " ".join(sign.why),
        notice_reached(near, query.terms.near) if near is not None else None,
        pace.time_used,
        pace.measures_done,
        pace.slow,
        sign.card.signal if sign.card else None,
        (sign.card.doc or None) if sign.card else None,
        sign.wait.days,
        sign.wait.late,
    )


SIGNALS = Report(signals, COLUMNS, "预警", whole=True)
