"""Everything around the entries: the book, its units, plans, calendar and covers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from cleanledger.model.book import RECORD_TYPES, Book
from cleanledger.model.cover import Cover
from cleanledger.model.entry import Entry
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.policy import Policy, policy_on
from cleanledger.model.replay import PolicyOn, Replay, replay
from cleanledger.model.standing import Row
from cleanledger.model.units import Directory, UnitsFile


@dataclass(frozen=True)
class Setting:
    """What an entry is read against."""

    book: Book
    directory: Directory = field(default_factory=lambda: Directory(UnitsFile()))
    plans: PlansFile = field(default_factory=PlansFile)
    calendar: CalendarFile = field(default_factory=CalendarFile)
    covers: Mapping[str, Cover] = field(default_factory=dict)
    _policies: dict[str, PolicyOn] = field(default_factory=dict, init=False, repr=False, compare=False)

    def policy_of(self, ledger: str) -> PolicyOn:
        """The policy that judges the lines of a ledger, by their day; each day is worked out once."""
        if ledger not in self._policies:
            cover = self.covers.get(ledger)
            rules = cover.policy if cover else None
            self._policies[ledger] = cache(lambda day: policy_on(self.book.policy, rules, day))
        return self._policies[ledger]

    def keeper_of(self, ledger: str, entry: Entry | None = None, day: date | None = None) -> str | None:
        """The unit that keeps a ledger: its keeper, else its default lead unit, else the entry's.

        `day`: who kept it then, where that was another.
        """
        cover = self.covers.get(ledger)
        if cover and day:
            for former in sorted(cover.former, key=lambda each: each.until):
                if day <= former.until:
                    return former.keeper
        if cover and (cover.keeper or cover.defaults.lead_unit):
            return cover.keeper or cover.defaults.lead_unit
        return entry.lead_unit if entry else None

    def replay(self, entry: Entry) -> Replay:
        """What the log of `entry` gives."""
        return replay(entry, self.policy_of(entry.ledger))

    @property
    def record_types(self) -> tuple[str, ...]:
        """The record types of this book, the built-in ones first."""
        return (*RECORD_TYPES, *self.book.record_types)

    @property
    def near_days(self) -> int:
        """How many days ahead a deadline is near."""
        return self.book.notice.near[0] if self.book.notice.near else 0


def row_of(entry: Entry, setting: Setting) -> Row:
    """`entry` as reports see it."""
    cover = setting.covers.get(entry.ledger)
    return Row(
        id=entry.id,
        ledger=entry.ledger,
        number=entry.number,
        kind=entry.kind,
        title=entry.title,
        lead_unit=entry.lead_unit or "",
        leader=entry.leader or "",
        owner=entry.owner or "",
        source=(entry.source.type if entry.source else None) or "",
        carrier=entry.carrier or (cover.carrier if cover else None) or "",
        campaign=entry.campaign or (cover.campaign if cover else None) or "",
        level=entry.level or "",
        plan=(cover.plan if cover else None) or "",
        standing=entry.standing is True,
        moments=setting.replay(entry).moments(),
    )


def policy_today(setting: Setting, ledger: str, day: date) -> Policy:
    """The policy of `ledger` on `day`."""
    return setting.policy_of(ledger)(day)
