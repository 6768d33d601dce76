"""What was held of what is owed, period by period: the duties of the book, and the reviews of entries."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cleanledger.model.periods import Span, spans
from cleanledger.model.standing import Row
from cleanledger.reports.query import Duty

_DAY = timedelta(days=1)


class Tally(NamedTuple):
    """What is owed in one period by one unit, and what was held in it up to the day of judgement.

    `whose`: what the tallies of one duty have in common. `planned`: 0 in a period that ends before its time.
    """

    whose: Duty
    span: Span
    planned: int
    held: int
    records: tuple[str, ...]
    over: bool
    """Whether the period has passed."""

    @property
    def period(self) -> str:
        """The code of the period."""
        return self.span.code_of(self.whose.every) if self.whose.every else self.span.code

    @property
    def short(self) -> int:
        """How many are missing of what is planned."""
        return max(self.planned - self.held, 0)

    @property
    def gap(self) -> int | None:
        """How many were not held; nobody knows while the period runs."""
        return self.short if self.over else None

    @property
    def left(self) -> int | None:
        """How many are still to be held, while the period runs."""
        return None if self.over else self.short

    @property
    def extra(self) -> int:
        """How many were held beyond the plan."""
        return max(self.held - self.planned, 0)


class Owing(NamedTuple):
    """A duty with what went before it: whoever had it until the day before it began.

    Periods are counted on from `anchor`, so that one in which the duty passed on is one period; it is owed by
    who has the duty at its end, and what the others held in it counts.
    """

    duty: Duty
    anchor: date | None
    before: tuple[Duty, ...]
    passed_on: bool
    """Whether somebody has it from the day after its last."""

    def tallies(self, records: Sequence[Row], time: Span, day: date) -> Iterator[Tally]:
        """Every period that has a day in `time`, as of `day`."""
        since, until = self.duty.since or time.first, self.duty.until or time.last
        asked = [row for row in records if any(owes(each, row) for each in (self.duty, *self.before))]
        for whole in spans(self.duty.every, self.anchor, max(since, time.first), min(until, time.last)):
            short = self.duty.until is not None and self.duty.until < whole.last
            if short and self.passed_on:
                continue
            span = Span(whole.first, until) if short else whole
            held = [row for row in asked if span.holds(held_on(row))]
            yield Tally(
                self.duty,
                span,
                0 if short else self.duty.at_least,
                len(held),
                tuple(row.id for row in held),
                over=span.last < day,
            )


def owings(duties: Iterable[Duty]) -> tuple[Owing, ...]:
    """Every duty with what went before it. Twins, as a merger of units makes them, are one."""
    most: dict[Duty, int] = {}
    for duty in duties:
        key = duty._replace(at_least=0)
        most[key] = max(duty.at_least, most.get(key, 0))
    known = [duty._replace(at_least=at_least) for duty, at_least in most.items()]
    return tuple(_owing(duty, known) for duty in known)


def running(duties: Sequence[Duty], records: Sequence[Row], day: date) -> tuple[Tally | None, ...]:
    """Of each duty the period that runs on `day`; None where none does."""
    found = (next(_owing(duty, duties).tallies(records, Span(day, day), day), None) for duty in duties)
    return tuple(each if each and each.span.holds(day) else None for each in found)


def _owing(duty: Duty, known: Sequence[Duty]) -> Owing:
    before: list[Duty] = []
    begins = duty
    while earlier := [each for each in known if _follows(begins, each)]:
        before += earlier
        begins = earlier[0]
    return Owing(duty, begins.since, tuple(before), any(_follows(each, duty) for each in known))


def _follows(later: Duty, earlier: Duty) -> bool:
    """Whether `later` is the same duty, from the day after `earlier` ended."""
    same = (later.type, later.every) == (earlier.type, earlier.every)
    if not same or earlier.until is None or later.since != earlier.until + _DAY:
        return False
    return earlier.since is None or earlier.since <= earlier.until


def owes(duty: Duty, row: Row) -> bool:
    """Whether a record is one that `duty` asks for: its type, by its unit, while it is owed."""
    held = row.held
    return (
        held is not None
        and (held.type, held.held_by) == (duty.type, duty.held_by)
        and (duty.since or held.date) <= held.date <= (duty.until or held.date)
    )


def unplanned(records: Iterable[Row], duties: Sequence[Duty]) -> Iterator[Tally]:
    """Records of a type that somebody owes, by a unit that does not owe it on that day: one by one."""
    types = {duty.type for duty in duties}
    for row in records:
        held = row.held
        if held is None or held.type not in types or any(owes(duty, row) for duty in duties):
            continue
        nobody = Duty(held.type, held.held_by, "", 0)
        yield Tally(nobody, Span(held.date, held.date), 0, 1, (row.id,), over=True)


def held_by(rows: Iterable[Row], day: date, asks: Callable[[Row], bool] = lambda _row: True) -> list[Row]:
    """The records of what was held up to `day`, by their day."""
    found = [row for row in rows if row.held and row.held.date <= day and asks(row)]
    return sorted(found, key=lambda row: (held_on(row), row.ledger, row.number))


def held_on(row: Row) -> date:
    """The day of a record."""
    return row.held.date if row.held else date.min
