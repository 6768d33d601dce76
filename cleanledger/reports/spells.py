"""When an entry was red: a spell for each deadline that passed, until another one, or another try, began."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cleanledger.model.standing import Bucket, Row, standing_on
from cleanledger.reports.lives import is_counted

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Days without a gap: from `first` on, and before `end` (None: it goes on)."""

    first: date
    end: date | None


class Spell(NamedTuple):
    """The time of one deadline, seen from a day that `due` had passed by.

    Another deadline, a return and a reopening begin a new one; a suspension only interrupts it.
    """

    due: date
    began: date
    """The first day that what was sent counts for it: after `due`, and not before the deadline was set."""
    end: date | None
    """The first day of the next; None where it is the present one."""
    red: tuple[Stretch, ...]
    """When the entry was overdue, the earliest first; never empty."""

    @property
    def red_on(self) -> date:
        """The day on which the entry became overdue."""
        return self.red[0].first

    @property
    def is_red(self) -> bool:
        """Whether the entry is overdue on the day from which it is seen."""
        return self.end is None and self.red[-1].end is None

    def red_from(self, day: date) -> date | None:
        """The first day from `day` on that the entry was overdue."""
        later = (max(day, each.first) for each in self.red if each.end is None or day < each.end)
        return next(later, None)

    def holds(self, day: date) -> bool:
        """Whether what was sent on `day` counts for it."""
        return self.began <= day and (self.end is None or day < self.end)


class _State(NamedTuple):
    """What an entry was, from `first` on; `trial` tells one deadline, or one try at it, from the next."""

    first: date
    due: date | None
    trial: tuple[int, int]


def spells(row: Row, day: date) -> tuple[Spell, ...]:
    """Every spell of `row` that had begun by `day`, the earliest first."""
    if not is_counted(row) or row.standing:
        return ()
    states = _states(row, day)
    found: list[Spell] = []
    for trial in dict.fromkeys(state.trial for state in states):
        places = [place for place, state in enumerate(states) if state.trial == trial]
        first, after = states[places[0]], places[-1] + 1
        if first.due is None or first.due >= day:
            continue
        red = tuple(_red(row, states, places, day))
        if red:
            end = states[after].first if after < len(states) else None
            found.append(Spell(first.due, max(first.first, first.due + _DAY), end, red))
    return tuple(found)


def _states(row: Row, day: date) -> list[_State]:
    """The states of `row` until `day`, one a day at most: the last of a day holds for it."""
    last_of: dict[date, _State] = {}
    returned = sorted(act.date for act in row.acts if act.did == "return")
    deadline, changes = None, 0
    for moment in row.moments:
        first = moment.date or date.min
        if first > day:
            break
        if (moment.round, moment.due) != deadline:
            deadline, changes = (moment.round, moment.due), changes + 1
        trial = changes, sum(each <= first for each in returned)
        last_of[first] = _State(first, moment.due, trial)
    return [*last_of.values()]


def _red(row: Row, states: Sequence[_State], places: Sequence[int], day: date) -> Iterator[Stretch]:
    """The days of these states on which the entry was overdue; where they touch they are one stretch."""
    open_from: date | None = None
    for place in places:
        state = states[place]
        first = max(state.first, (state.due or day) + _DAY)
        end = states[place + 1].first if place + 1 < len(states) else None
        is_red = first <= day and (end is None or first < end) and is_overdue(row, first)
        if open_from is None and is_red:
            open_from = first
        elif open_from is not None and not is_red:
            yield Stretch(open_from, state.first)
            open_from = None
    if open_from is not None:
        after = places[-1] + 1
        yield Stretch(open_from, states[after].first if after < len(states) else None)


def is_overdue(row: Row, day: date) -> bool:
    """Whether `row` is overdue on `day`."""
    standing = standing_on(row, day, 0)
    return standing is not None and standing.bucket is Bucket.OVERDUE
