"""The ladder of notices: what was sent about an entry that is overdue, and what is owed next, since when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cleanledger.model.standing import Held, Row
from cleanledger.reports.query import Query, Rung
from cleanledger.reports.spells import Spell, is_overdue, spells

Notices = Mapping[str, "Sequence[Notice]"]
"""The notices about each entry by its id, the oldest first."""


class Notice(NamedTuple):
    """A notice that names an entry: the record of it, and what that says."""

    record: str
    held: Held

    @property
    def date(self) -> date:
        """The day on which it was held or sent."""
        return self.held.date

    @property
    def type(self) -> str:
        """Its record type."""
        return self.held.type


class Step(NamedTuple):
    """One rung of the ladder for one spell of an entry: sent, or owed, or both.

    `owed`: the first day it is owed; None of what was sent though the entry was never overdue for so long.
    `lapsed`: the day from which it was no longer owed, though nobody had sent it; None where it was sent or
    still is owed.
    """

    rung: Rung
    spell: Spell
    owed: date | None
    sent: Notice | None = None
    lapsed: date | None = None

    @property
    def is_owed(self) -> bool:
        """Whether it is to be sent on the day from which it is seen."""
        return self.sent is None and self.lapsed is None


def notices(query: Query) -> Iterator[Notice]:
    """Every notice of the book that was sent by the day."""
    for row in query.everything:
        if row.held and row.held.type in query.terms.notice_types and row.held.date <= query.day:
            yield Notice(row.id, row.held)


def notices_by_entry(sent: Iterable[Notice]) -> Notices:
    """The notices about each entry, the oldest first."""
    found: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in sorted(sent, key=lambda notice: (notice.date, notice.record)):
        for entry_id in notice.held.entries:
            found[entry_id].append(notice)
    return found


def in_rungs(ladder: Iterable[Rung]) -> tuple[Rung, ...]:
    """The rungs from the lowest to the highest."""
    return tuple(sorted(ladder, key=lambda rung: rung.after))


def steps_of(row: Row, sent: Sequence[Notice], ladder: Sequence[Rung], day: date) -> Iterator[Step]:
    """What was sent and what was owed about `row`, each spell of it for itself, as of `day`."""
    for spell in spells(row, day):
        yield from _climbed(spell, [each for each in sent if spell.holds(each.date)], ladder, day)


def owed_step(row: Row, sent: Sequence[Notice], ladder: Sequence[Rung], day: date) -> Step | None:
    """What is to be sent about `row` on `day`; None where nothing is."""
    # Most entries are not overdue; their past need not be gone through.
    steps = steps_of(row, sent, ladder, day) if is_overdue(row, day) else ()
    return next((step for step in steps if step.is_owed), None)


def sent_before(step: Step, sent: Sequence[Notice]) -> tuple[Notice, ...]:
    """What was sent of the ladder since the deadline of `step` passed."""
    return tuple(each for each in sent if step.spell.holds(each.date))


def _climbed(spell: Spell, sent: Sequence[Notice], ladder: Sequence[Rung], day: date) -> Iterator[Step]:
    rungs = in_rungs(ladder)
    by_place = _by_place(sent, rungs)
    for place in sorted(by_place):
        yield Step(rungs[place], spell, _owed_from(spell, rungs[place]), by_place[place])
    climbed = max(by_place, default=-1) + 1
    last = max((each.date for each in by_place.values()), default=date.min)
    # Two letters about one entry never go out on one day: the lower one has to be read first.
    if climbed == len(rungs) or last >= day:
        return
    since = _owed_from(spell, rungs[climbed], last + timedelta(days=1))
    if since is not None and since <= day:
        lapsed = None if spell.is_red else spell.red[-1].end
        yield Step(rungs[climbed], spell, _owed_from(spell, rungs[climbed]), lapsed=lapsed)


def _by_place(sent: Sequence[Notice], rungs: Sequence[Rung]) -> dict[int, Notice]:
    """What was sent by the place of its rung; of a type that stands in several rungs each in its turn."""
    found: dict[int, Notice] = {}
    for notice in sent:
        climbed = max(found, default=-1)
        places = [place for place, rung in enumerate(rungs) if rung.type == notice.type]
        # What was sent again, or after a higher one, climbs nothing.
        place = next((each for each in places if each > climbed), next(iter(places), None))
        if place is not None:
            found.setdefault(place, notice)
    return found


def _owed_from(spell: Spell, rung: Rung, earliest: date = date.min) -> date | None:
    """The first day, from `earliest` on, that the entry is overdue for as long as `rung` wants."""
    try:
        first = spell.due + timedelta(days=rung.after)
    except OverflowError:
        return None
    return spell.red_from(max(first, earliest))
