"""Every command: by when one needs it, with what the list of commands says of it, and what makes it.

Nothing is imported for a command before it is asked for.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import click
import typer

from cleanledger.cli.globals import LedgerCommand
from cleanledger.i18n import N_, _
from cleanledger.operations.verbs import VERBS


class Offered(NamedTuple):
    """A command: the first sentence of its help, and what makes it."""

    summary: str
    build: Callable[[], click.Command]


def _today() -> click.Command:
    from cleanledger.cli import today

    return _command(today.command)


def _report(name: str) -> click.Command:
    from cleanledger.cli import report_help, reports

    cls = report_help.ReportCommand if name == "report" else LedgerCommand
    return _command(getattr(reports, name), cls)


def _show() -> click.Command:
    from cleanledger.cli import show

    return _command(show.command)


def _check() -> click.Command:
    from cleanledger.cli import check

    return _command(check.command)


def _undo() -> click.Command:
    from cleanledger.cli import undo

    return _command(undo.command)


def _seal() -> click.Command:
    from cleanledger.cli import seal

    return _command(seal.command)


def _renumber() -> click.Command:
    from cleanledger.cli import renumber

    return _command(renumber.command)


def _schema() -> click.Command:
    from cleanledger.cli import schema

    return _command(schema.command)


def _explain() -> click.Command:
    from cleanledger.cli import explain

    return _command(explain.command)


def _completion() -> click.Command:
    from cleanledger.cli import completion

    return _command(completion.command)


def _verb(name: str) -> click.Command:
    from cleanledger.cli.verbs import command_of

    return _command(command_of(VERBS[name]))


def _set_up(name: str) -> click.Command:
    from cleanledger.cli import set_up

    return _command(getattr(set_up, name))


def _units() -> click.Command:
    # The commands that hand over entries stand in a module of their own.
    from cleanledger.cli.succession import units

    return typer.main.get_group(units)


def _people() -> click.Command:
    from cleanledger.cli.people import people

    return typer.main.get_group(people)


def _plans(name: str) -> click.Command:
    from cleanledger.cli import plans

    return typer.main.get_group(getattr(plans, name))


def _duties() -> click.Command:
    from cleanledger.cli.duties import duties

    return typer.main.get_group(duties)


def _policy() -> click.Command:
    from cleanledger.cli.policy import policies

    return typer.main.get_group(policies)


def _command(function: Callable[..., None], cls: type[LedgerCommand] = LedgerCommand) -> click.Command:
    # A Typer with one command is that command.
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(cls=cls, help=_(inspect.getdoc(function) or ""))(function)
    return typer.main.get_command(app)


def _verbs(*names: str) -> dict[str, Offered]:
    return {name: Offered(VERBS[name].help, partial(_verb, name)) for name in names}


GROUPS: Mapping[str, Mapping[str, Offered]] = MappingProxyType(
    {
        N_("Every day"): {
            "today": Offered(N_("What waits for you today, each line with the command to type."), _today),
            **_verbs("add"),
            "list": Offered(
                N_("Show the entries, each with its deadline, status and signal."),
                partial(_report, "listing"),
            ),
            "show": Offered(
                N_("Show an entry whole: its fields, where it stands, its log with numbered lines."), _show
            ),
            "due": Offered(N_("What is due, the nearest first (report deadlines)."), partial(_report, "due")),
            "overdue": Offered(
                N_("What is overdue, the longest first (report overdue)."), partial(_report, "overdue")
            ),
            **_verbs("start", "progress", "measure", "evidence", "submit", "set", "correct"),
            "undo": Offered(N_("Take back your own last write, while nobody else has it."), _undo),
        },
        N_("Every month"): {
            **_verbs("return", "verify", "publish", "close"),
            **_verbs("extend", "transfer", "amend", "suspend", "resume"),
            **_verbs("record", "reply"),
            "units": Offered(N_("How each unit stands (report rollup)."), partial(_report, "units")),
            "report": Offered(
                N_("Show a report: what is due, what is overdue, how each unit stands."),
                partial(_report, "report"),
            ),
        },
        N_("Every year"): {
            **_verbs("adopt", "recheck", "reopen", "review", "approve", "revise", "retire", "void", "carry"),
            "seal": Offered(N_("Seal a ledger whose entries have all ended."), _seal),
        },
        N_("Setting up"): {
            "init": Offered(
                N_("Make a new book with one unit and one person (--as names the post)."),
                partial(_set_up, "init"),
            ),
            "new": Offered(N_("Make a new ledger with its cover."), partial(_set_up, "new")),
            "unit": Offered(N_("Units of the book."), _units),
            "person": Offered(N_("Posts and who holds them."), _people),
            "plan": Offered(
                N_("Plans over several years, and their yearly themes."), partial(_plans, "plans")
            ),
            "campaign": Offered(
                N_("Campaigns that entries of several ledgers belong to."), partial(_plans, "campaigns")
            ),
            "duty": Offered(N_("Duties: what must be held again and again."), _duties),
            "policy": Offered(N_("Rules and settings: what holds on a day, and what shall hold."), _policy),
            "completion": Offered(
                N_(
                    "Print the script by which TAB completes commands, entries and units;"
                    " with --install put it in place."
                ),
                _completion,
            ),
        },
        N_("Checking"): {
            "check": Offered(N_("Check the book: every file, by every rule."), _check),
            **_verbs("accept"),
            "renumber": Offered(N_("Give an entry another number; the old one still finds it."), _renumber),
            "schema": Offered(
                N_("Print the JSON Schema of a kind of file, or write the schemas into a folder."), _schema
            ),
            "explain": Offered(
                N_("Explain a rule, a verb, a field or a status, or why an entry stands where it stands."),
                _explain,
            ),
        },
    }
)
"""The commands by when one needs them, in the order of help."""

OFFERED: Mapping[str, Offered] = MappingProxyType(
    {name: offered for offers in GROUPS.values() for name, offered in offers.items()}
)
"""Every command by its name."""
