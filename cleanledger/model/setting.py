"""Everything around the entries: the book, its units, plans, calendar and covers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from cleanledger.model.acts import Act, as_text
from cleanledger.model.book import NOTICE_TYPES, RECORD_TYPES, Book
from cleanledger.model.corrections import heard
from cleanledger.model.cover import Cover
from cleanledger.model.deadlines.terms import Terms
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.owed import owed
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.policy import Policy, policy_on
from cleanledger.model.replay import PolicyOn, Replay, replay
from cleanledger.model.standing import Held, Owed, Part, Proof, Row, Waiver
from cleanledger.model.states import day_in, extension_to
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.model.workdays import Workdays


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

    @cached_property
    def workdays(self) -> Workdays:
        """Which days are worked, by the library and the book's calendar."""
        return Workdays(self.calendar)

    def issued_on(self, ledger: str) -> date | None:
        """The day of issue of a ledger: the words of a new entry's deadline count from it."""
        cover = self.covers.get(ledger)
        return cover.issued_on if cover else None

    def terms(self, ledger: str, base: date | None) -> Terms:
        """What the words of a deadline in `ledger` are read against; relative ones count from `base`.

        The policy is that of `base`: a later one does not move a deadline that stands.
        """
        cover, issued_on = self.covers.get(ledger), self.issued_on(ledger)
        policy = self.policy_of(ledger)(base or issued_on or date.min)
        return Terms(
            year=(cover.year if cover else None) or (issued_on.year if issued_on else None),
            base=base,
            workdays=self.workdays,
            immediate_days=policy.immediate_days,
            inclusive=policy.before == "inclusive",
            early_day=policy.early_day,
        )

    @property
    def record_types(self) -> tuple[str, ...]:
        """The record types of this book, the built-in ones first."""
        return (*RECORD_TYPES, *self.book.record_types)

    @property
    def notice_types(self) -> tuple[str, ...]:
        """The record types that are notices to a unit: the built-in ones, and those of the ladder."""
        return tuple(dict.fromkeys((*NOTICE_TYPES, *(rung.type for rung in self.book.notice.ladder))))

    @property
    def near_days(self) -> int:
        """How many days ahead a deadline is near."""
        return self.book.notice.near[0] if self.book.notice.near else 0


def row_of(entry: Entry, setting: Setting) -> Row:
    """`entry` as reports see it."""
    cover = setting.covers.get(entry.ledger)
    outcome = setting.replay(entry)
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
        moments=outcome.moments(),
        issued_on=cover.issued_on if cover else None,
        review_every=entry.review_every or "",
        parts=tuple(
            Part(of, part.due, part.done_on)
            for of, parts in (("measures", entry.measures), ("milestones", entry.milestones))
            for part in parts
        ),
        acts=tuple(_act(step.index + 1, step.line) for step in outcome.steps),
        evidence=tuple(
            Proof(each.name, each.path or "", each.date, each.round or 1) for each in entry.evidence
        ),
        accepted=tuple(
            Waiver(each.code, each.reason, each.by, each.date, each.until) for each in entry.accepted
        ),
        regulations=tuple(each.date for each in entry.regulations),
        directives=entry.directives,
        power=entry.power or "",
        no_risk=entry.no_risk.date if entry.no_risk else None,
        held=_held(entry),
        owed=_owed(entry),
    )


_TEXTS = (
    "doc", "meeting", "field", "to", "status", "lead_unit", "difficulty", "note", "reason", "opinion",
    "result", "effect", "basis", "approved_by", "refused_by",
)  # fmt: skip


def _act(place: int, line: LogLine) -> Act:
    """The line at `place` of a log (from 1) as it counts."""
    return Act(
        place=place,
        date=line.date,
        entered=line.typed_on,
        by=line.by,
        did=line.did,
        actor=line.who,
        was=as_text(line.was),
        now=as_text(line.now),
        due=_deadline(line),
        round=line.round,
        extended=line.extended,
        percent=line.percent,
        **{key: getattr(line, key) or "" for key in _TEXTS},
    )


def _deadline(line: LogLine) -> date | None:
    if line.did == "extend":
        return extension_to(line)
    return day_in(line.now) if line.field == "due" else line.due


def _held(entry: Entry) -> Held | None:
    if entry.type is None or entry.date is None:
        return None
    return Held(
        type=entry.type,
        date=entry.date,
        held_by=entry.held_by or "",
        units=entry.units,
        to=entry.to,
        entries=entry.entries,
        doc=entry.doc or "",
        reply_by=entry.reply_by,
        replied_on=entry.replied_on,
        findings=entry.findings,
    )


def _owed(entry: Entry) -> tuple[Owed, ...]:
    if not any(line.result for line in entry.log):
        return ()
    return tuple(each for _line, each in owed(entry.kind, heard(entry.log).lines))


def policy_today(setting: Setting, ledger: str, day: date) -> Policy:
    """The policy of `ledger` on `day`."""
    return setting.policy_of(ledger)(day)


def is_solo(setting: Setting, day: date) -> bool:
    """Whether one person keeps the book alone on `day`, and nobody checks."""
    policy = setting.policy_of("")(day)
    return policy.task.reviewer == policy.rectification.reviewer == policy.approver == "anyone"
