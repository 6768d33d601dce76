"""What the words of a deadline were read as, shown before anything is saved."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from cleanledger.cli import output
from cleanledger.cli.ask import confirm
from cleanledger.cli.session import Session
from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading
from cleanledger.model.setting import Setting
from cleanledger.model.workdays import Counted
from cleanledger.render.deadline import reading_lines
from cleanledger.render.table_formats import render
from cleanledger.reports.workdays import workdays_table

Say = Callable[[str], None]


def say_reading(session: Session, setting: Setting, reading: Reading, say: Say, *, explain: bool) -> None:
    """Says what the words of a deadline mean; `explain`: with each working day counted or skipped."""
    for line in reading_lines(reading):
        say(line)
    if explain and reading.counted:
        for line in _day_by_day(session, setting, reading.counted).splitlines():
            say(line)


def _day_by_day(session: Session, setting: Setting, counted: Counted) -> str:
    first = min((*counted.counted, *(each.day for each in counted.skipped)))
    table = workdays_table(setting.workdays, first - timedelta(days=1), counted)
    origin = session.origin(setting, session.day(setting))
    return render(table, "plain", origin, output.target(session.given))


def show_readings(
    session: Session, setting: Setting, readings: Iterable[Reading | None], *, explain: bool
) -> None:
    """The readings, beside the answer; on a terminal nothing is saved unless they are agreed to.

    A day in figures needs no words.
    """
    shown = [each for each in readings if each is not None and not each.is_day]
    for reading in shown:
        say_reading(session, setting, reading, output.note, explain=explain)
    if shown and output.is_terminal_both_ways():
        confirm(_("Is that what is meant?"), "--due", default=True)
