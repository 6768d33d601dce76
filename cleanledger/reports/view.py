"""Who looks at the book and what they see of an entry: what the sections of a day are found by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cleanledger.model.lifecycle import command_for, next_step
from cleanledger.model.standing import Moment, Row, Standing
from cleanledger.reports.waiting import Wait


@dataclass(frozen=True)
class Item:
    """One thing that waits: an entry, or several things of a kind (`count`) that one command deals with."""

    section: str
    command: str
    title: str = ""
    id: str | None = None
    unit: str | None = None
    due: date | None = None
    days: int | None = None
    """What the section counts: days over, days left, days waited."""
    within: int | None = None
    """Of what is near: the notice that it falls under. Unit: days."""
    count: int = 1
    wait: Wait | None = None
    """Of what waits for those who check: how long, and whether they are late."""
    period: str = ""
    """Of a duty: the code of the period that it is owed in."""

    @property
    def reviewer_late(self) -> bool | None:
        """Whether those who check are late; None where nothing waits for them, or it cannot be known."""
        return self.wait.late if self.wait else None

    @property
    def is_one_thing(self) -> bool:
        """Whether it is an entry or a duty, and not several things that one command deals with."""
        return self.id is not None or bool(self.period)


class Clerk(NamedTuple):
    """A post that types: its unit and those below, whose entries are its own, and the ledgers it keeps."""

    post: str
    unit: str
    units: frozenset[str]
    ledgers: frozenset[str]


class Permit(NamedTuple):
    """Who of those who look may do a step now: a post, or nobody; `early`: nobody may before a later day."""

    post: str = ""
    early: bool = False


@dataclass(frozen=True)
class View:
    """Who looks at what. `may` and `steps` are asked of an entry's row.

    `near`: the notices of the book, in days. `checks`: somebody who looks is a reviewer or approver.
    `waited`: how long a claim has waited. `told`: by post, the options without which a command would not be
    that post's. `unit`: all that is shown.
    """

    day: date
    near: tuple[int, ...]
    rebound_days: int
    may: Callable[[Row, str], Permit]
    steps: Callable[[Row], tuple[str, ...]]
    clerks: tuple[Clerk, ...] = ()
    checks: bool = False
    waited: Callable[[Row, Moment], Wait] = lambda _row, _moment: Wait()
    told: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    homes: frozenset[str] = frozenset()
    """The units of the posts that look, and those below."""
    recorder: Clerk | None = None
    """Who of those who look keeps the records of the day."""
    tended: frozenset[str] = frozenset()
    """The units that have a clerk of their own, whoever looks."""

    @property
    def near_days(self) -> int:
        """How many days ahead a deadline is near."""
        return self.near[0] if self.near else 0

    def clerk_of(self, row: Row, moment: Moment) -> Clerk | None:
        """Who of those who look has the entry in hand: the clerk of its unit, else of its ledger's keeper."""
        own = (each for each in self.clerks if moment.lead_unit in each.units)
        return next(own, next((each for each in self.clerks if row.ledger in each.ledgers), None))

    def command(self, row: Row, verb: str, post: str, *words: str) -> str:
        """The command by which `post` does `verb`; what shows the entry where none does it yet."""
        if not post or not (typed := command_for(verb, row.id, *words)):
            return show(row)
        return " ".join(filter(None, (typed, self.told.get(post, ""))))


class Seen(NamedTuple):
    """One entry under the eyes of who looks; `clerk`: the one of them who has it in hand."""

    row: Row
    standing: Standing
    view: View
    clerk: Clerk | None

    def item(self, section: str, command: str, days: int | None = None) -> Item:
        """The entry as an item of `section`; `days`: what that counts, if not the entry's own."""
        return Item(
            section,
            command,
            self.row.title,
            self.row.id,
            self.standing.moment.lead_unit or None,
            self.standing.due,
            self.standing.days if days is None else days,
        )

    @property
    def is_own(self) -> bool:
        """Whether it belongs to the unit of the clerk who has it in hand."""
        return self.clerk is not None and self.standing.moment.lead_unit in self.clerk.units

    @property
    def keeper(self) -> str:
        """The post of the ledger's keeper, which enters what others did on paper; "" where none looks."""
        return self.clerk.post if self.clerk and self.row.ledger in self.clerk.ledgers else ""

    def step(self) -> str:
        """The next step of the chain, by the policy of the day."""
        return next_step(self.standing.moment.done, self.view.steps(self.row))


def show(row: Row) -> str:
    """The command that shows an entry."""
    return f"ledger show {row.id}"
