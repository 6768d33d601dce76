"""The letters that are to be sent: one for each unit and level of the ladder, with all its entries."""

import re
import shlex
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row, moment_on
from cleanledger.reports.columns import DAYS, DUE, ID, OWED, TITLE
from cleanledger.reports.groups import in_order
from cleanledger.reports.lives import order
from cleanledger.reports.notices import (
    Notice,
    Notices,
    in_rungs,
    notices,
    notices_by_entry,
    owed_step,
    sent_before,
)
from cleanledger.reports.query import By, Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Line, Table

COMMAND = Column("command", N_("command"), Content.ID)
COLUMNS = (
    Column("unit", N_("unit"), Content.UNIT),
    Column("type", N_("type")),
    *(ID, TITLE, DUE, DAYS, OWED),
    Column("before", N_("sent before")),
    COMMAND,
)


class About(NamedTuple):
    """An entry that a letter is about."""

    id: str
    title: str
    due: date
    days: int
    """How long it is overdue. Unit: natural days."""
    owed: date | None
    """The first day on which the letter was owed."""
    before: tuple[Notice, ...]
    """What was sent about it since its deadline passed."""


class Letter(NamedTuple):
    """One letter: a record type, the unit that it goes to, and the entries."""

    type: str
    unit: str
    about: tuple[About, ...]

    @property
    def command(self) -> str:
        """The command that shows it alone."""
        return f"ledger notices --unit {self.unit} --type {_typed(self.type)}"


def _typed(text: str) -> str:
    """`text` as a word of a command line."""
    return text if re.fullmatch(r"[\w.-]+", text) else shlex.quote(text)


def letters(rows: Sequence[Row], query: Query, sent: Notices | None = None) -> tuple[Letter, ...]:
    """The letters to be sent on the day about `rows`, by level and then in the order of the units.

    A letter goes to the lead unit of the day. `sent`: where more is known to be sent than by that day.
    """
    sent = notices_by_entry(notices(query)) if sent is None else sent
    found: defaultdict[tuple[str, str], list[About]] = defaultdict(list)
    for row in sorted(rows, key=order):
        step = owed_step(row, sent.get(row.id, ()), query.terms.ladder, query.day)
        moment = moment_on(row.moments, query.day)
        if step and moment and query.type in ("", step.rung.type):
            due = step.spell.due
            before = sent_before(step, sent.get(row.id, ()))
            about = About(row.id, row.title, due, (query.day - due).days, step.owed, before)
            found[step.rung.type, moment.lead_unit].append(about)
    levels = dict.fromkeys(rung.type for rung in in_rungs(query.terms.ladder))
    units = in_order({unit for _type, unit in found}, By.UNIT, query.units)
    return tuple(
        Letter(level, unit, tuple(found[level, unit]))
        for level in levels
        for unit in units
        if (level, unit) in found
    )


def notices_table(rows: Sequence[Row], query: Query) -> Table:
    """The notices that are to be sent, by unit and level: about which entries, since when, what was sent."""
    found = letters(rows, query)
    units = in_order({letter.unit for letter in found}, By.UNIT, query.units)
    lines = [
        _line(letter, about)
        for letter in sorted(found, key=lambda letter: units.index(letter.unit))
        for about in letter.about
    ]
    return Table("notices", COLUMNS, tuple(lines), notes=no_ladder(query), naming=2, nothing=NOTHING)


NOTHING = N_("nothing is to be sent")


def nothing(query: Query) -> str:
    """That nothing is to be sent, or why nothing ever will be."""
    return next(iter(no_ladder(query)), _(NOTHING))


def no_ladder(query: Query) -> tuple[str, ...]:
    """What is said where the book has no ladder."""
    if query.terms.ladder:
        return ()
    command = "ledger policy set ladder=提醒函:1,督办函:15,约谈:30,通报:60"
    return (_("the book has no ladder of notices; to set one: {command}", command=command),)


def for_people(table: Table) -> Table:
    """`table` without the command in each row, which its foot says once."""
    at = table.columns.index(COMMAND)
    ways = (
        ()
        if not table.rows
        else (
            _("to write the letters: ledger notices --to DIR"),
            _("to record that they were sent: ledger notices --issue PAPER"),
            _("only some of them: --unit, --ledger, --type"),
        )
    )
    return replace(
        table,
        columns=(*table.columns[:at], *table.columns[at + 1 :]),
        rows=tuple((*line[:at], *line[at + 1 :]) for line in table.rows),
        notes=(*ways, *table.notes),
    )


def _line(letter: Letter, about: About) -> Line:
    return (
        letter.unit or None,
        letter.type,
        about.id,
        about.title,
        about.due,
        about.days,
        about.owed,
        "; ".join(map(in_short, about.before)) or None,
        letter.command,
    )


def in_short(notice: Notice) -> str:
    """A notice by its type, day and document number; the same in every language."""
    return " ".join(filter(None, (notice.type, notice.date.isoformat(), notice.held.doc)))


NOTICES = Report(notices_table, COLUMNS, "督办", frozenset({"type"}), whole=True)
"""What `ledger notices` shows; it is no name for `report`."""
