"""The life of an entry as reports read it: each line of its log with the round and the unit it was in."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cleanledger.model.acts import Act
from cleanledger.model.lifecycle import ENDED, steps_claimed
from cleanledger.model.standing import COUNTED_KINDS, Row
from cleanledger.reports.query import Query


class Told(NamedTuple):
    """One line of a log, with where the entry was before that line."""

    row: Row
    act: Act
    round: int
    """The round; of a reopen that which it begins."""
    unit: str
    """The lead unit before the line."""
    due: date | None = None
    """The deadline before the line."""
    submitter: str = ""
    """Who submitted it, where that was neither returned nor of an earlier round."""
    verifier: str = ""
    claimed: bool = False
    """Whether it is submitted, by a line of its own or by an adopt line."""

    @property
    def unit_after(self) -> str:
        """The lead unit after the line."""
        if self.act.did == "transfer" and self.act.field == "lead_unit":
            return self.act.now
        return self.unit

    @property
    def moves_due(self) -> bool:
        """Whether the line sets the deadline: the first one, a granted extension, a change of it."""
        act = self.act
        if act.did == "extend":
            return bool(act.approved_by) and not act.refused_by
        return act.did in ("add", "adopt", "reopen") or (act.did in ("amend", "set") and act.field == "due")

    @property
    def begins_living(self) -> bool:
        """Whether an entry begins with the line, and is not ended yet by what it says."""
        return self.act.did in ("add", "adopt") and self.act.status not in ENDED


def last_typed(row: Row, day: date) -> date | None:
    """The day on which the last line was typed, as far as `day` knows."""
    return max((act.entered for act in row.acts if act.entered <= day), default=None)


def is_typed_since(row: Row, query: Query) -> bool:
    """Whether a line was typed since the day that is asked for; always where none is."""
    return query.since is None or (last_typed(row, query.day) or date.min) >= query.since


def life(row: Row, day: date) -> Iterator[Told]:
    """The lines of the log of `row` that count on `day`, in the order of the file."""
    unit = row.moments[0].lead_unit if row.moments else row.lead_unit
    told = Told(row, _NOTHING, 1, unit)
    for act in row.acts:
        if act.date <= day:
            told = told._replace(act=act, round=_round(told, act))
            yield told
            told = _after(told)


_NOTHING = Act(0, date.min, date.min, "", "", "")


def _round(before: Told, act: Act) -> int:
    if act.did == "adopt":
        return act.round or 1
    return before.round + (act.did == "reopen")


def _after(told: Told) -> Told:
    """Where the entry is after the line."""
    act = told.act
    if act.did == "submit":
        return told._replace(submitter=act.actor, claimed=True)
    if act.did == "verify":
        return told._replace(verifier=act.actor)
    if act.did == "adopt":
        return told._replace(due=act.due, claimed="submit" in steps_claimed(act.status))
    if act.did in ("return", "reopen"):
        due = act.due if act.did == "reopen" else told.due
        return told._replace(due=due, submitter="", verifier="", claimed=False)
    if told.moves_due:
        return told._replace(due=act.due)
    return told._replace(unit=told.unit_after)


def lives(
    rows: Sequence[Row], query: Query, did: Collection[str], counts: Callable[[Act], bool]
) -> tuple[Told, ...]:
    """The lines of these verbs (none named: of all) that `counts` and whose unit was asked for, by day.

    The unit is the one that had the entry then; of a transfer also the one that got it.
    """
    found = [
        told
        for row in rows
        for told in life(row, query.day)
        if (not did or told.act.did in did)
        and counts(told.act)
        and (query.within(told.unit) or query.within(told.unit_after))
    ]
    return tuple(sorted(found, key=lambda told: (told.act.date, *order(told.row), told.act.place)))


def order(row: Row) -> tuple[str, int, str]:
    """Where an entry stands in a list: by ledger, then number."""
    return row.ledger, row.number, row.id


def is_counted(row: Row) -> bool:
    """Whether it is a task or a rectification."""
    return row.kind in COUNTED_KINDS
