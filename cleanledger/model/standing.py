"""Where an entry stands on a day: the one place that says overdue, near, awaiting, late.

Rows and moments are light tuples (an index can store them); no model is needed to read them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from cleanledger.model.acts import Act
from cleanledger.model.intervals import after


class Moment(NamedTuple):
    """The state of an entry from `date` on (None: since ever), until its next moment."""

    date: dt.date | None
    status: str
    round: int
    due: dt.date | None
    due_first: dt.date | None
    lead_unit: str
    submitted_on: dt.date | None = None
    """The day of the submit that counts in this round (where none was made: of the close)."""
    closed_on: dt.date | None = None
    adopted: bool = False
    """Closed by an adopt line alone."""
    done: frozenset[str] = frozenset()
    """Steps of the chain done since the last add, adopt, return or reopen."""
    asked_on: dt.date | None = None
    """The day of the latest extension that was asked for and is not answered."""


class Owed(NamedTuple):
    """What a result of a recheck or review owes: the verb, since when, and when it was done."""

    verb: str
    since: dt.date
    answered_on: dt.date | None = None

    def is_open_on(self, day: dt.date) -> bool:
        """Whether it was owed on `day`."""
        return self.since <= day and (self.answered_on is None or day < self.answered_on)


class Part(NamedTuple):
    """A measure or a milestone: what of it is due when, and since when it is done."""

    of: str
    """measures or milestones."""
    due: dt.date | None
    done_on: dt.date | None


class Proof(NamedTuple):
    """One piece of evidence; `path` is "" where it is paper held elsewhere."""

    name: str
    path: str
    date: dt.date
    round: int


class Waiver(NamedTuple):
    """A finding that somebody accepted for a time."""

    code: str
    reason: str
    by: str
    date: dt.date
    until: dt.date


class Held(NamedTuple):
    """What a record says of what was held or sent."""

    type: str
    date: dt.date
    held_by: str
    units: tuple[str, ...]
    to: tuple[str, ...]
    entries: tuple[str, ...]
    doc: str
    reply_by: dt.date | None
    replied_on: dt.date | None
    findings: int | None


class Row(NamedTuple):
    """One entry as a report sees it: codes and text as stored, and its moments in order of days."""

    id: str
    ledger: str
    number: int
    kind: str
    title: str
    lead_unit: str
    leader: str
    owner: str
    source: str
    carrier: str
    campaign: str
    level: str
    plan: str
    standing: bool
    moments: tuple[Moment, ...]
    issued_on: dt.date | None = None
    """The day of issue of its ledger."""
    review_every: str = ""
    parts: tuple[Part, ...] = ()
    acts: tuple[Act, ...] = ()
    """Its log as it counts, in the order of the file."""
    evidence: tuple[Proof, ...] = ()
    accepted: tuple[Waiver, ...] = ()
    regulations: tuple[dt.date | None, ...] = ()
    """The day of each regulation that came of it."""
    directives: tuple[str, ...] = ()
    power: str = ""
    no_risk: dt.date | None = None
    """The day on which a meeting found no risk in this power."""
    held: Held | None = None
    """Of records only."""
    owed: tuple[Owed, ...] = ()


class Bucket(StrEnum):
    """The parts that a count of entries adds up from, in the order of the columns."""

    ADOPTED = "adopted"
    NOT_DUE = "not_due"
    NEAR = "near"
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    VOID = "void"
    CARRIED = "carried"
    UNCOUNTED = "uncounted"
    """A kind that has no deadline: risk, power, directive."""


class Standing(NamedTuple):
    """Where an entry stands on one day."""

    bucket: Bucket
    signal: str
    """none, near, yellow, red or waiting."""
    days: int | None
    """Overdue: days since due (> 0). Awaiting: days since submitted. Else: days left until due."""
    late: bool
    """The submit that counts came after `due`; only of closed entries."""
    moment: Moment

    @property
    def status(self) -> str:
        """The status on that day."""
        return self.moment.status

    @property
    def due(self) -> dt.date | None:
        """The deadline on that day."""
        return self.moment.due


COUNTED_KINDS = frozenset({"task", "rectification"})

_BUCKET_OF_STATUS = {
    "submitted": Bucket.AWAITING,
    "verified": Bucket.AWAITING,
    "published": Bucket.AWAITING,
    "suspended": Bucket.SUSPENDED,
    "closed": Bucket.CLOSED,
    "void": Bucket.VOID,
    "carried": Bucket.CARRIED,
}
_SIGNALS = {Bucket.NEAR: "near", Bucket.OVERDUE: "red", Bucket.AWAITING: "waiting"}


def moment_on(moments: Sequence[Moment], day: dt.date) -> Moment | None:
    """The state on `day`: the last moment not after it; None before the entry began."""
    current = None
    for moment in moments:
        if moment.date is None or moment.date <= day:
            current = moment
    return current


def standing_on(row: Row, day: dt.date, near_days: int) -> Standing | None:
    """Where `row` stands on `day`; None where it did not exist yet. Due today is not overdue.

    `near_days`: how many days ahead a deadline is near (`notice.near[0]` of the book).
    """
    moment = moment_on(row.moments, day)
    if moment is None:
        return None
    bucket = _bucket(row, moment, day, near_days)
    return Standing(
        bucket=bucket,
        signal=_signal(row, bucket, moment, day),
        days=_days(bucket, moment, day),
        late=bucket is Bucket.CLOSED and _is_late(moment),
        moment=moment,
    )


def standings(rows: Iterable[Row], day: dt.date, near_days: int) -> tuple[tuple[Row, Standing], ...]:
    """Each row that exists on `day` with where it stands."""
    found = ((row, standing_on(row, day, near_days)) for row in rows)
    return tuple((row, standing) for row, standing in found if standing is not None)


def _bucket(row: Row, moment: Moment, day: dt.date, near_days: int) -> Bucket:
    if row.kind not in COUNTED_KINDS:
        return Bucket.UNCOUNTED
    if moment.adopted:
        return Bucket.ADOPTED
    if fixed := _BUCKET_OF_STATUS.get(moment.status):
        return fixed
    if moment.due is None:
        return Bucket.NOT_DUE
    if day > moment.due:
        # 长期坚持: once its date has passed only the reviews count.
        return Bucket.NOT_DUE if row.standing else Bucket.OVERDUE
    return Bucket.NEAR if (moment.due - day).days <= near_days else Bucket.NOT_DUE


def _signal(row: Row, bucket: Bucket, moment: Moment, day: dt.date) -> str:
    if bucket in (Bucket.NOT_DUE, Bucket.NEAR) and missed(row, moment, day):
        return "yellow"
    return _SIGNALS.get(bucket, "none")


def missed(row: Row, moment: Moment, day: dt.date) -> tuple[str, ...]:
    """What is overdue on `day` of an entry that is not overdue itself: measures, milestones, review."""
    late = {
        part.of
        for part in row.parts
        if part.due is not None and part.due < day and (part.done_on is None or part.done_on > day)
    }
    owed = next_review(row, moment, day)
    if owed is not None and owed < day:
        late.add("review")
    return tuple(sorted(late))


def next_review(row: Row, moment: Moment, day: dt.date) -> dt.date | None:
    """The last day of the review that `row` owes next, seen from `day`; None where it owes none.

    It follows the last review of this round, else the deadline, else (there was never one) the beginning.
    """
    if not row.standing or not row.review_every:
        return None
    last = max(reviews(row, moment, day), default=reviewed_from(row, moment))
    return after(last, row.review_every) if last else None


def reviewed_from(row: Row, moment: Moment) -> dt.date | None:
    """The day that the first review of a round is counted from: its deadline, else its beginning."""
    return moment.due or round_began(row, moment.round)


def reviews(row: Row, moment: Moment, day: dt.date) -> list[dt.date]:
    """The days of the reviews of this round up to `day`, in the order of the log."""
    began = round_began(row, moment.round)
    return [act.date for act in row.acts if act.did == "review" and (began or act.date) <= act.date <= day]


def round_began(row: Row, number: int) -> dt.date | None:
    """The first day of a round: of its add, adopt or reopen; without a log the ledger's day of issue."""
    first = next((moment for moment in row.moments if moment.round == number), None)
    return (first.date if first else None) or row.issued_on


def _days(bucket: Bucket, moment: Moment, day: dt.date) -> int | None:
    if bucket is Bucket.AWAITING:
        return (day - moment.submitted_on).days if moment.submitted_on else None
    if bucket is Bucket.OVERDUE and moment.due:
        return (day - moment.due).days
    if bucket in (Bucket.NOT_DUE, Bucket.NEAR) and moment.due and moment.due >= day:
        return (moment.due - day).days
    return None


def _is_late(moment: Moment) -> bool:
    done_on = moment.submitted_on or moment.closed_on
    return moment.due is not None and done_on is not None and done_on > moment.due
