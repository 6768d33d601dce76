"""The reviews of entries that stand for good, period by period.

A review ends the period that it is held in, and the next is counted from it. The first period that no review
has answered ends on the day that `next_review` names.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from cleanledger.model.intervals import after
from cleanledger.model.periods import Span
from cleanledger.model.standing import Row, moment_on, reviewed_from, reviews
from cleanledger.reports.held import Tally
from cleanledger.reports.query import Duty

_DAY = timedelta(days=1)
_AT_WORK = frozenset({"open", "doing"})


def reviewed(row: Row, day: date) -> Iterator[Tally]:
    """The periods of the round that `row` is in on `day`; nothing is owed in one at whose end it rested."""
    moment = moment_on(row.moments, day)
    if moment is None or not row.standing or not row.review_every:
        return
    last = reviewed_from(row, moment)
    if last is None:
        return
    duty = Duty(row.id, moment.lead_unit, row.review_every)
    for done, times in sorted(Counter(reviews(row, moment, day)).items()):
        if done <= last:
            # Before the first was owed: the next counts from it all the same.
            yield Tally(duty, Span(done, done), 0, times, (), over=done < day)
        else:
            *missed, answered = _periods(last, row.review_every, done)
            for span in missed:
                yield Tally(duty, span, _planned(row, span, done), 0, (), over=True)
            yield Tally(duty, Span(answered.first, done), 1, times, (), over=done < day)
        last = done
    for span in _periods(last, row.review_every, day):
        if planned := _planned(row, span, day):
            yield Tally(duty, span, planned, 0, (), over=span.last < day)


def _periods(since: date, every: str, day: date) -> Iterator[Span]:
    """The periods that follow `since`, up to the one that `day` is in."""
    first = since + _DAY if since < date.max else since
    for times in count(1):
        if first > day:
            return
        last = after(since, every, times)
        yield Span(first, last)
        if last == date.max:
            return
        first = last + _DAY


def _planned(row: Row, span: Span, day: date) -> int:
    moment = moment_on(row.moments, min(span.last, day))
    return int(moment is not None and moment.status in _AT_WORK)
