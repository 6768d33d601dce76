"""LG3xx: dates out of order or in the future."""

from collections.abc import Iterator
from datetime import date

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import _
from cleanledger.model.finding import Severity
from cleanledger.model.source import FieldPath, Problem


@rule("LG301", "log-out-of-order")
def log_out_of_order(subject: Subject) -> Iterator[Problem]:
    """A log line is dated before the line above it.

    Why: the log is the life of the entry in the order it was lived; each step rests on the one before.
    """
    log = subject.entry.log
    for index in range(1, len(log)):
        if log[index].date < log[index - 1].date:
            yield Problem(
                _(
                    "{day} is before the line above, {before}",
                    day=log[index].date.isoformat(),
                    before=log[index - 1].date.isoformat(),
                ),
                ("log", index, "date"),
            )


def _happened(subject: Subject) -> Iterator[tuple[FieldPath, date | None]]:
    entry = subject.entry
    for index, line in enumerate(entry.log):
        for key in ("date", "entered", "done_on", "closed_on"):
            yield ("log", index, key), getattr(line, key)
    yield from ((("evidence", i, "date"), each.date) for i, each in enumerate(entry.evidence))
    yield from ((("measures", i, "done_on"), each.done_on) for i, each in enumerate(entry.measures))
    yield from ((("milestones", i, "done_on"), each.done_on) for i, each in enumerate(entry.milestones))
    yield from ((("accepted", i, "date"), each.date) for i, each in enumerate(entry.accepted))
    yield from (((key,), getattr(entry, key)) for key in ("date", "replied_on"))
    yield from (
        ((key, "date"), part.date)
        for key in ("source", "approval", "no_risk")
        if (part := getattr(entry, key))
    )


@rule("LG302", "date-in-future")
def date_in_future(subject: Subject) -> Iterator[Problem]:
    """Something is said to have happened on a day that has not come.

    Why: what has not happened cannot be recorded as done.
    """
    for field, day in _happened(subject):
        if day and day > subject.now:
            yield Problem(_("{day} has not come yet", day=day.isoformat()), field)


@rule("LG303", "typed-before-it-happened")
def typed_before_it_happened(subject: Subject) -> Iterator[Problem]:
    """A log line was typed before the day it speaks of.

    Why: `entered` is the day of typing; an act is typed on its day or later.
    """
    for index, line in enumerate(subject.entry.log):
        if line.entered and line.entered < line.date:
            yield Problem(
                _("typed before it happened on {day}", day=line.date.isoformat()), ("log", index, "entered")
            )


@rule("LG304", "part-due-after-whole", Severity.WARNING)
def part_due_after_whole(subject: Subject) -> Iterator[Problem]:
    """A measure or milestone is due after the entry itself.

    Why: the entry would be overdue before its parts are.
    """
    due = subject.entry.due
    for key in ("measures", "milestones"):
        for index, part in enumerate(getattr(subject.entry, key)):
            if due and part.due and part.due > due:
                yield Problem(
                    _("due after the entry, which is due {day}", day=due.isoformat()), (key, index, "due")
                )


@book_rule("LG305", "ends-before-it-begins")
def ends_before_it_begins(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A unit, a holder, a plan or a duty ends before it begins.

    Why: on no day would it be there.
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
    for key, field, first, last in spans:
        if first and last and last < first:
            yield key, Problem(_("ends before it begins on {day}", day=first.isoformat()), field)


RULES: tuple[Rule, ...] = (
    log_out_of_order,
    date_in_future,
    typed_before_it_happened,
    part_due_after_whole,
    ends_before_it_begins,
)
