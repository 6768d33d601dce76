"""The program: every command in the order in which one needs it, and the one place where failures end."""

import os
import sys
from collections.abc import Sequence

import click
import typer

from cleanledger import __version__
from cleanledger.cli import add, check, output, reports, set_up, show
from cleanledger.cli.globals import LedgerCommand, LedgerGroup
from cleanledger.cli.verbs import command_of
from cleanledger.errors import EnvironmentFailure, LedgerError
from cleanledger.i18n import _
from cleanledger.operations.verbs import VERBS
from cleanledger.store.files import reason

_INTERRUPTED = 130
_PIPE_CLOSED = 141


def _app() -> typer.Typer:
    app = typer.Typer(
        name="ledger",
        cls=LedgerGroup,
        rich_markup_mode=None,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_(
            "The ledger of an office's integrity work: lists that say who moved a deadline, and who agreed."
        ),
    )
    plain = (
        ("add", add.command),
        ("list", reports.listing),
        ("show", show.command),
        ("due", reports.due),
        ("overdue", reports.overdue),
        ("units", reports.units),
        ("report", reports.report),
        ("check", check.command),
    )
    for name, function in plain:
        app.command(name, cls=LedgerCommand, help=_(_summary(function.__doc__)))(function)
    for verb in VERBS.values():
        app.command(verb.name, cls=LedgerCommand, help=_(verb.help))(command_of(verb))
    app.command("init", cls=LedgerCommand, help=_(_summary(set_up.init.__doc__)))(set_up.init)
    app.command("new", cls=LedgerCommand, help=_(_summary(set_up.new.__doc__)))(set_up.new)
    app.add_typer(set_up.units, name="unit")
    app.add_typer(set_up.people, name="person")
    return app


def _summary(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def run(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit code. No failure ends in a traceback."""
    try:
        return _run(arguments)
    except LedgerError as failure:
        return output.complain(failure)
    except BrokenPipeError:
        # The reader has gone; nothing more may be written, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        where = error.filename or _("the system")
        return output.complain(EnvironmentFailure(_("{path}: {reason}", path=where, reason=reason(error))))
    except Exception as error:
        if os.environ.get("LEDGER_DEBUG"):
            raise
        return output.complain(_fault(error))


def _fault(error: Exception) -> LedgerError:
    """What is said of a fault of our own: never the user's doing, and never a traceback."""
    return EnvironmentFailure(
        _("this is a fault of the program: {error}", error=f"{type(error).__name__}: {error}"),
        _(
            "please report it with: cleanledger {version}, Python {python}; LEDGER_DEBUG=1 shows where",
            version=__version__,
            python=sys.version.split()[0],
        ),
    )


def _run(arguments: Sequence[str]) -> int:
    program = typer.main.get_command(_app())
    try:
        ended = program.main(args=list(arguments), prog_name="ledger", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        sys.stdout.flush()
        return exit_.exit_code
    except click.exceptions.Abort:
        output.note("")
        return _INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        output.put(error.format_message() + "\n")
        return 0
    except click.ClickException as error:
        return _usage(error)
    return ended if isinstance(ended, int) else 0


def _usage(error: click.ClickException) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        output.note(context.get_usage())
    output.note(_("error: {message}", message=error.format_message()))
    if context is not None:
        output.note("  " + _("{command} --help says what it takes", command=context.command_path))
    return error.exit_code
