"""What the words of a deadline were read as, shown before anything is saved."""

from collections.abc import Callable

from cleanledger.cli import output
from cleanledger.cli.ask import confirm
from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading
from cleanledger.render.deadline import reading_lines


def say_reading(reading: Reading, say: Callable[[str], None], *, explain: bool) -> None:
    """Says what the words of a deadline mean; `explain`: with each working day counted or skipped."""
    for line in reading_lines(reading):
        say(line)
    if explain and reading.counted:
        pass


def show_reading(reading: Reading | None, *, explain: bool) -> None:
    """The reading, beside the answer; on a terminal nothing is saved unless it is agreed to.

    A day in figures needs no words.
    """
    if reading is None or reading.is_day:
        return
    say_reading(reading, output.note, explain=explain)
    if output.is_terminal_both_ways():
        confirm(_("Is that what is meant?"), "--due", default=True)
