"""LG3xx: dates out of order, in the future, or not set."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import N_, _
from cleanledger.model.deadlines.phrases import UNDECIDED
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import command_for
from cleanledger.model.source import FieldPath, Problem

TYPED_LATE = frozenset({"progress", "evidence"})
"""What moves nothing, and may be typed late (补录) behind steps of later days."""


@rule("LG301", "log-out-of-order", hint=N_("correct the day that was typed wrong: ledger correct"))
def log_out_of_order(subject: Subject) -> Iterator[Problem]:
    """A step is dated before a step above it, or before the log begins.

    Why: the log is the life of the entry in the order it was lived; each step rests on the one before. What
    moves nothing (progress, evidence) may be typed late: 补录.

    Example:
        # RW-2024/RW-2024-002.yaml
        log:
          - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
          - {date: 2024-02-04, by: gdbh-clerk, did: start}  # LG301
    """
    steps = subject.replay.steps
    first = last = steps[0].line.date if steps else date.min
    for step in steps:
        before = first if step.line.did in TYPED_LATE else last
        if step.line.date < before:
            yield Problem(
                _(
                    "{day} is before {before}, the day of a step above",
                    day=step.line.date.isoformat(),
                    before=before.isoformat(),
                ),
                ("log", step.index, "date"),
            )
        elif step.after != step.before:
            last = step.line.date


def _happened(subject: Subject) -> Iterator[tuple[FieldPath, date | None]]:
    entry = subject.entry
    for index, line in subject.lines:
        for key in ("date", "entered", "done_on", "closed_on"):
            yield ("log", index, key), getattr(line, key)
    yield from ((("evidence", i, "date"), each.date) for i, each in enumerate(entry.evidence))
    yield from ((("measures", i, "done_on"), each.done_on) for i, each in enumerate(entry.measures))
    yield from ((("milestones", i, "done_on"), each.done_on) for i, each in enumerate(entry.milestones))
    yield from ((("accepted", i, "date"), each.date) for i, each in enumerate(entry.accepted))
    yield from ((("regulations", i, "date"), each.date) for i, each in enumerate(entry.regulations))
    yield from (((key,), getattr(entry, key)) for key in ("date", "replied_on"))
    yield from (
        ((key, "date"), part.date)
        for key in ("source", "approval", "no_risk")
        if (part := getattr(entry, key))
    )


def _not_come(day: date, field: FieldPath) -> Problem:
    return Problem(_("{day} has not come yet", day=day.isoformat()), field)


@rule("LG302", "date-in-future", hint=N_("put the day right, or record it when it has happened"))
def date_in_future(subject: Subject) -> Iterator[Problem]:
    """Something is said to have happened on a day that has not come.

    Why: what has not happened cannot be recorded as done.

    Example:
        # ZG-2024/ZG-2024-002.yaml
        log:
          …
          - {date: 2024-08-16, …, did: progress, note: 已补齐}  # LG302
    """
    yield from (_not_come(day, field) for field, day in _happened(subject) if day and day > subject.now)


def _covers_in_future(whole: Whole) -> Iterator[tuple[str, Problem]]:
    for ledger, cover in whole.setting.covers.items():
        for key in ("adopted_from", "sealed"):
            part = getattr(cover, key)
            if part and part.date > whole.now:
                yield ledger, _not_come(part.date, (key, "date"))


@rule("LG303", "typed-before-it-happened", hint=N_("correct one of the two days: ledger correct"))
def typed_before_it_happened(subject: Subject) -> Iterator[Problem]:
    """A log line was typed before the day it speaks of.

    Why: `entered` is the day of typing; an act is typed on its day or later.

    Example:
        # RW-2024/RW-2024-002.yaml
        log:
          …
          - {date: 2024-06-20, …, entered: 2024-06-19, did: submit, …}  # LG303
    """
    for index, line in subject.lines:
        if line.entered and line.entered < line.date:
            yield Problem(
                _("typed before it happened on {day}", day=line.date.isoformat()), ("log", index, "entered")
            )


@rule("LG306", "effect-before-cause", hint=N_("put one of the two days right"))
def effect_before_cause(subject: Subject) -> Iterator[Problem]:
    """A record is answered before it was sent, or a log line tells of a day after its own.

    Why: one of the two days is a slip of the pen, and deadlines and delays are counted from them.

    Example:
        # JL-2024/JL-2024-001.yaml
        date: 2024-04-16
        title: 局党组研究廉政风险
        held_by: TDZ
        replied_on: 2024-04-15  # LG306
    """
    entry = subject.entry
    pairs: list[tuple[FieldPath, date | None, date | None]] = [
        ((key,), entry.date, getattr(entry, key)) for key in ("reply_by", "replied_on")
    ]
    yield from (
        Problem(_("this is before {day}", day=first.isoformat()), field)
        for field, first, then in pairs
        if first and then and then < first
    )
    for index, line in subject.lines:
        for key in ("done_on", "closed_on"):
            day = getattr(line, key)
            if day and day > line.date:
                yield Problem(
                    _("this is after the day of the line, {day}", day=line.date.isoformat()),
                    ("log", index, key),
                )


@rule(
    "LG307",
    "deadline-undecided",
    Severity.WARNING,
    hint=N_("have the deadline set, and enter it with ledger extend"),
)
def deadline_undecided(subject: Subject) -> Iterator[Problem]:
    """A task or rectification has no deadline yet: 时限待定.

    Why: it counts as not due for as long as nobody decides.

    Example:
        # RW-2024/RW-2024-003.yaml
        title: 梳理审批流程
        lead_unit: GDBH
        due_text: 时限待定  # LG307
    """
    entry = subject.entry
    if entry.due_text == UNDECIDED and not entry.due and subject.is_living:
        yield Problem(
            _("nobody has set the deadline yet"),
            ("due_text",),
            hint=command_for("extend", entry.id, "--to", _("DATE"), "--reason", _("TEXT")),
        )


@rule("LG304", "part-due-after-whole", Severity.WARNING, hint=N_("bring it forward, or extend the entry"))
def part_due_after_whole(subject: Subject) -> Iterator[Problem]:
    """A measure or milestone is due after the entry itself.

    Why: the entry would be overdue before its parts are.

    Example:
        # RW-2024/RW-2024-001.yaml
        due: 2024-12-31
        measures:
          - {num: 1, text: 制定谈话方案, due: 2025-01-31}  # LG304
    """
    due = subject.entry.due
    for key in ("measures", "milestones"):
        for index, part in enumerate(getattr(subject.entry, key)):
            if due and part.due and part.due > due:
                yield Problem(
                    _("due after the entry, which is due {day}", day=due.isoformat()), (key, index, "due")
                )


@book_rule("LG305", "ends-before-it-begins", hint=N_("put one of the two days right"))
def ends_before_it_begins(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A unit, a holder, a plan or a duty ends before it begins, or a ledger is sealed before it was issued.

    Why: on no day would it be there.

    Example:
        # units.yaml
        units:
          …
          - {…, from: 2021-01-01, until: 2020-12-31, into: [GDBH]}  # LG305
    """
    spans: list[tuple[str, FieldPath, date | None, date | None]] = []
    for index, unit in enumerate(whole.setting.directory.file.units):
        spans.append(("units.yaml", ("units", index, "until"), unit.from_, unit.until))
    for index, person in enumerate(whole.setting.directory.file.people):
        spans += [
            ("units.yaml", ("people", index, "holders", i, "until"), holder.from_, holder.until)
            for i, holder in enumerate(person.holders)
        ]
    for index, plan in enumerate(whole.setting.plans.plans):
        spans.append(("plans.yaml", ("plans", index, "until"), plan.from_, plan.until))
    for index, duty in enumerate(whole.setting.book.duties):
        spans.append(("book.yaml", ("duties", index, "until"), duty.from_, duty.until))
    for ledger, cover in whole.setting.covers.items():
        if cover.sealed:
            spans.append((ledger, ("sealed", "date"), cover.issued_on, cover.sealed.date))
    for key, field, first, last in spans:
        if first and last and last < first:
            yield key, Problem(_("ends before it begins on {day}", day=first.isoformat()), field)


RULES: tuple[Rule, ...] = (
    log_out_of_order,
    replace(date_in_future, of_book=_covers_in_future),
    typed_before_it_happened,
    part_due_after_whole,
    ends_before_it_begins,
    effect_before_cause,
    deadline_undecided,
)
