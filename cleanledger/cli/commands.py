"""Every command: by when one needs it, with what the list of commands says of it, and what makes it.

Nothing is imported for a command before it is asked for.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
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


def _at(module: str, name: str = "command") -> Callable[[], click.Command]:
    """What builds the command, or the group of commands, that is called `name` in a module of this folder."""
    return partial(_built, module, name)


def _built(module: str, name: str) -> click.Command:
    made = getattr(import_module(f"cleanledger.cli.{module}"), name)
    return typer.main.get_group(made) if isinstance(made, typer.Typer) else _command(made)


def _report() -> click.Command:
    from cleanledger.cli.report_help import ReportCommand
    from cleanledger.cli.reports import report

    return _command(report, ReportCommand)


def _verb(name: str) -> click.Command:
    from cleanledger.cli.verbs import command_of

    return _command(command_of(VERBS[name]))


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
            "today": Offered(
                N_("What waits for you today, each line with the command to type."), _at("today")
            ),
            **_verbs("add"),
            "list": Offered(
                N_("Show the entries, each with its deadline, status and signal."),
                _at("reports", "listing"),
            ),
            "show": Offered(
                N_("Show an entry whole: its fields, where it stands, its log with numbered lines."),
                _at("show"),
            ),
            "due": Offered(N_("What is due, the nearest first (report deadlines)."), _at("reports", "due")),
            "overdue": Offered(
                N_("What is overdue, the longest first (report overdue)."), _at("reports", "overdue")
            ),
            **_verbs("start", "progress", "measure", "evidence", "submit", "set", "correct"),
            "undo": Offered(N_("Take back your own last write, while nobody else has it."), _at("undo")),
        },
        N_("Every month"): {
            **_verbs("return", "verify", "publish", "close"),
            **_verbs("extend", "transfer", "amend", "suspend", "resume"),
            "deadline": Offered(
                N_("Say what the words of a deadline mean: which day, whether it goes on, which milestones."),
                _at("deadline"),
            ),
            **_verbs("record", "reply"),
            "notices": Offered(
                N_(
                    "Show which notices are to be sent by the ladder; with --to write the letters,"
                    " with --issue record them."
                ),
                _at("notices"),
            ),
            "units": Offered(N_("How each unit stands (report rollup)."), _at("reports", "units")),
            "report": Offered(
                N_("Show a report: what is due, what is overdue, how each unit stands."),
                _report,
            ),
        },
        N_("Every year"): {
            **_verbs("adopt", "recheck", "reopen", "review", "approve", "revise", "retire", "void", "carry"),
            "seal": Offered(N_("Seal a ledger whose entries have all ended."), _at("seal")),
        },
        N_("Setting up"): {
            "init": Offered(
                N_("Make a new book with one unit and one person (--as names the post)."),
                _at("set_up", "init"),
            ),
            "new": Offered(N_("Make a new ledger with its cover."), _at("set_up", "new")),
            "unit": Offered(N_("Units of the book."), _at("succession", "units")),
            "person": Offered(N_("Posts and who holds them."), _at("people", "people")),
            "plan": Offered(N_("Plans over several years, and their yearly themes."), _at("plans", "plans")),
            "campaign": Offered(
                N_("Campaigns that entries of several ledgers belong to."), _at("plans", "campaigns")
            ),
            "calendar": Offered(
                N_("Days off and make-up days of each year, and working days counted by them."),
                _at("calendars", "calendars"),
            ),
            "duty": Offered(N_("Duties: what must be held again and again."), _at("duties", "duties")),
            "policy": Offered(
                N_("Rules and settings: what holds on a day, and what shall hold."), _at("policy", "policies")
            ),
            "completion": Offered(
                N_(
                    "Print the script by which TAB completes commands, entries and units;"
                    " with --install put it in place."
                ),
                _at("completion"),
            ),
        },
        N_("Together"): {
            "me": Offered(
                N_("Say who you are, or remember as which post you type in this clone."), _at("me")
            ),
            "share": Offered(
                N_("Put the book where others can take part in it: a shared folder, or a place on a server."),
                _at("sharing", "share"),
            ),
            "join": Offered(
                N_("Take part in a book that others keep: the whole of it comes into a new folder."),
                _at("sharing", "join"),
            ),
            "sync": Offered(
                N_("Exchange with the others: what they sent is joined and checked, what is yours is sent."),
                _at("sync"),
            ),
        },
        N_("Checking"): {
            "check": Offered(N_("Check the book: every file, by every rule."), _at("check")),
            "history": Offered(
                N_("Tell what happened to an entry, a sentence for each change: who, on what paper."),
                _at("history"),
            ),
            "audit": Offered(
                N_("Judge the whole past of the book, commit by commit, by the rules of the commands."),
                _at("audit"),
            ),
            "checkpoint": Offered(
                N_("Make a checkpoint of the last commit: a tag, and 64 digits to print on paper."),
                _at("checkpoint"),
            ),
            **_verbs("accept"),
            "renumber": Offered(
                N_("Give an entry another number; the old one still finds it."), _at("renumber")
            ),
            "resolve": Offered(
                N_("Join the two versions of an entry that git could not merge."), _at("resolve")
            ),
            "hooks": Offered(
                N_("Have git ask the rules before it commits, merges or takes a push."), _at("hooks", "hooks")
            ),
            "schema": Offered(
                N_("Print the JSON Schema of a kind of file, or write the schemas into a folder."),
                _at("schema"),
            ),
            "explain": Offered(
                N_("Explain a rule, a verb, a field or a status, or why an entry stands where it stands."),
                _at("explain"),
            ),
        },
    }
)
"""The commands by when one needs them, in the order of help."""

OFFERED: Mapping[str, Offered] = MappingProxyType(
    {name: offered for offers in GROUPS.values() for name, offered in offers.items()}
)
"""Every command by its name."""
