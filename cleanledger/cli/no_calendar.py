"""What is said where a working day falls into a year that nobody has announced yet: the one place for it."""

from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.operations.revision import CALENDAR


def no_calendar(year: int, given: Globals) -> EnvironmentFailure:
    """The failure that `YearUnknown` is to a user: the year, the file to fill, the command that fills it."""
    shelf = Session(given).shelf
    return EnvironmentFailure(
        _("working days of {year} are not known: its days off are in no calendar here", year=year),
        _(
            "{path} takes them from the announcement:\n"
            "ledger calendar add {year} --doc PAPER --holiday DATE..DATE --workday DATE",
            path=shelf.shown(shelf.folder / CALENDAR),
            year=year,
        ),
    )
