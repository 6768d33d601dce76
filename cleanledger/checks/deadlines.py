"""LG308 to LG310: a deadline against the words of the document that it was read from."""

from collections.abc import Iterator
from datetime import date

from cleanledger.checks.rule import Rule, Subject, rule
from cleanledger.checks.worded import Worded, misread, stale
from cleanledger.i18n import N_, _
from cleanledger.model.deadlines import Reading, Unread
from cleanledger.model.finding import Severity
from cleanledger.model.source import Problem
from cleanledger.model.workdays import YearUnknown


@rule("LG308", "due-not-as-printed", hint=N_("put the day or the words right, or say why: ledger amend"))
def due_not_as_printed(subject: Subject) -> Iterator[Problem]:
    """The deadline is another day than the words of the document say, and no log line says why.

    Why: whoever reads the words and whoever counts by the day must mean the same. A line that extends or
    amends the deadline gives a reason; without one it is a slip of the pen, or worse.

    Example:
        # RW-2024/RW-2024-003.yaml
        due: 2024-07-31
        due_text: 6月底前  # LG308
    """
    for worded, outcome in subject.worded:
        readings = outcome if isinstance(outcome, tuple) else ()
        if worded.due and readings and not any(_agrees(each, worded, subject) for each in readings):
            yield Problem(_says(readings[-1], worded), (*worded.place, "due_text"))
        elif not worded.name and any(each.milestones for each in readings) and not subject.entry.milestones:
            yield Problem(_("the words name milestones; the entry has none"), (*worded.place, "due_text"))
    yield from _against_log(subject)


def _against_log(subject: Subject) -> Iterator[Problem]:
    """Log lines whose words say another day, and words that the log has put others in place of."""
    entry, setting = subject.entry, subject.setting
    for place, line, reading in misread(entry, setting, subject.lines):
        yield Problem(
            _(
                "“{words}” is {day}; the line says {due}",
                words=line.due_text,
                day=_iso(reading.due),
                due=line.to or _iso(line.due),
            ),
            ("log", place, "due_text"),
        )
    told = stale(entry, subject.lines)
    if told:
        yield Problem(_("by the log the words of the deadline are “{words}”", words=told), ("due_text",))
    elif told is not None:
        yield Problem(_("by the log the words of the deadline were taken out"), ("due_text",))


def _agrees(reading: Reading, worded: Worded, subject: Subject) -> bool:
    goes_on = bool(worded.name) or not reading.standing or subject.entry.standing is True
    return reading.due == worded.due and goes_on


def _says(reading: Reading, worded: Worded) -> str:
    if reading.due is None and not reading.standing:
        return _("“{words}” says that no day is set; due is {due}", words=worded.words, due=_iso(worded.due))
    if reading.due is None:
        return _("“{words}” says that it goes on; due is {due}", words=worded.words, due=_iso(worded.due))
    if reading.due == worded.due:
        return _("“{words}” says that it goes on, which standing: true says", words=worded.words)
    return _(
        "“{words}” is {day}; due is {due}", words=worded.words, day=_iso(reading.due), due=_iso(worded.due)
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@rule(
    "LG309",
    "deadline-words-not-read",
    Severity.NOTE,
    hint=N_("the words stay as printed; the day that counts is due"),
)
def deadline_words_not_read(subject: Subject) -> Iterator[Problem]:
    """The words of a deadline say nothing that can be read as a day.

    Why: lists say 年内见成效 or 尽快. The words are kept; somebody has set the day beside them.

    Example:
        # RW-2024/RW-2024-003.yaml
        due: 2024-12-31
        due_text: 年内见成效  # LG309
    """
    for worded, outcome in subject.worded:
        if isinstance(outcome, Unread):
            message = _("“{text}” was not understood: {why}", text=outcome.rest, why=outcome.why.text())
            yield Problem(message, (*worded.place, "due_text"))


@rule(
    "LG310",
    "deadline-year-without-calendar",
    Severity.WARNING,
    hint=N_("ledger calendar add enters the days off of a year, as announced"),
)
def deadline_year_without_calendar(subject: Subject) -> Iterator[Problem]:
    """A deadline counts working days of a year whose days off are not known.

    Why: the State Council announces each year's days off in the autumn before; until calendar.yaml has
    them nobody can say whether the day is right.

    Example:
        # RW-2024/RW-2024-003.yaml
        due: 2027-05-31
        due_text: 800个工作日内  # LG310
    """
    for worded, outcome in subject.worded:
        if isinstance(outcome, YearUnknown):
            yield Problem(
                _("the days off of {year} are not known", year=outcome.year), (*worded.place, "due_text")
            )


RULES: tuple[Rule, ...] = (due_not_as_printed, deadline_words_not_read, deadline_year_without_calendar)
