"""Which notices were sent about which entry, and which rung of the ladder is owed next."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cleanledger.model.standing import Held
from cleanledger.reports.query import Query, Rung


class Notice(NamedTuple):
    """A notice that names an entry."""

    date: date
    type: str


def notices(query: Query) -> Iterator[Held]:
    """Every notice of the book that was sent by the day."""
    for row in query.everything:
        if row.held and row.held.type in query.terms.notice_types and row.held.date <= query.day:
            yield row.held


def notices_by_entry(query: Query) -> Mapping[str, Sequence[Notice]]:
    """The notices about each entry, the oldest first."""
    found: defaultdict[str, list[Notice]] = defaultdict(list)
    for held in sorted(notices(query), key=lambda held: held.date):
        for entry_id in held.entries:
            found[entry_id].append(Notice(held.date, held.type))
    return found


def rung_owed(days: int, due: date, sent: Sequence[Notice], ladder: Sequence[Rung]) -> Rung | None:
    """The next rung for an entry `days` overdue; None where none is owed yet, or all were sent.

    Only what was sent since it fell due counts: after an extension the ladder begins anew.
    """
    rungs = sorted(ladder, key=lambda rung: rung.after)
    types = {notice.type for notice in sent if notice.date > due}
    climbed = max((place for place, rung in enumerate(rungs, 1) if rung.type in types), default=0)
    return next((rung for rung in rungs[climbed : climbed + 1] if rung.after <= days), None)
