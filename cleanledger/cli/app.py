"""The program: every command in the order in which one needs it, and the one place where failures end."""

import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import click
import typer

from cleanledger import __version__
from cleanledger.cli import output
from cleanledger.cli.globals import LedgerCommand, LedgerGroup, english
from cleanledger.errors import EnvironmentFailure, LedgerError
from cleanledger.i18n import N_, _
from cleanledger.operations.verbs import VERBS

_INTERRUPTED = 130
_PIPE_CLOSED = 141


class _Program(LedgerGroup):
    """All commands: known by name and help, imported and built when one of them is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name in either language."""
        name = english(cmd_name)
        if name not in self.commands and (offered := OFFERED.get(name)):
            self.add_command(offered.build(), name)
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """The commands in the order in which one needs them."""
        return list(OFFERED)

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:  # noqa: ARG002 - as its parent
        """Each command and what the list of commands says of it; none of them is built for it."""
        return [(name, _(offered.summary)) for name, offered in OFFERED.items()]


class Offered(NamedTuple):
    """A command: the first sentence of its help, and what makes it."""

    summary: str
    build: Callable[[], click.Command]


def _add() -> click.Command:
    from cleanledger.cli import add

    return _command(add.command)


def _report(name: str) -> click.Command:
    from cleanledger.cli import reports

    return _command(getattr(reports, name))


def _show() -> click.Command:
    from cleanledger.cli import show

    return _command(show.command)


def _check() -> click.Command:
    from cleanledger.cli import check

    return _command(check.command)


def _verb(name: str) -> click.Command:
    from cleanledger.cli.verbs import command_of

    return _command(command_of(VERBS[name]))


def _set_up(name: str) -> click.Command:
    from cleanledger.cli import set_up

    made = getattr(set_up, name)
    return typer.main.get_group(made) if isinstance(made, typer.Typer) else _command(made)


def _command(function: Callable[..., None]) -> click.Command:
    # A Typer with one command is that command.
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(cls=LedgerCommand, help=_(inspect.getdoc(function) or ""))(function)
    return typer.main.get_command(app)


OFFERED: Mapping[str, Offered] = MappingProxyType(
    {
        "add": Offered(N_("Add an entry to a ledger; its number is the next free one."), _add),
        "list": Offered(
            N_("Show the entries, each with its deadline, status and signal."), partial(_report, "listing")
        ),
        "show": Offered(
            N_("Show an entry whole: its fields, where it stands, its log with numbered lines."), _show
        ),
        "due": Offered(N_("What is due, the nearest first (report deadlines)."), partial(_report, "due")),
        "overdue": Offered(
            N_("What is overdue, the longest first (report overdue)."), partial(_report, "overdue")
        ),
        "units": Offered(N_("How each unit stands (report rollup)."), partial(_report, "units")),
        "report": Offered(
            N_("Show a report: what is due, what is overdue, how each unit stands."),
            partial(_report, "report"),
        ),
        "check": Offered(N_("Check the book: every file, by every rule."), _check),
        **{verb.name: Offered(verb.help, partial(_verb, verb.name)) for verb in VERBS.values()},
        "init": Offered(
            N_("Make a new book with one unit and one person (--as names the post)."),
            partial(_set_up, "init"),
        ),
        "new": Offered(N_("Make a new ledger with its cover."), partial(_set_up, "new")),
        "unit": Offered(N_("Units of the book."), partial(_set_up, "units")),
        "person": Offered(N_("Posts and who holds them."), partial(_set_up, "people")),
    }
)


def _program() -> click.Group:
    return _Program(
        name="ledger",
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_(
            "The ledger of an office's integrity work: lists that say who moved a deadline, and who agreed."
        ),
    )


def run(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit code. No failure ends in a traceback."""
    try:
        return _run(arguments)
    except LedgerError as failure:
        return output.complain(failure)
    except (BrokenPipeError, SystemExit):
        # The reader has gone (click says so by SystemExit); nothing more may be written, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        from cleanledger.store.files import reason

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
    try:
        ended = _program().main(args=list(arguments), prog_name="ledger", standalone_mode=False)
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
    output.note(_("error: {message}", message=_words(error)))
    if context is not None:
        output.note("  " + _("{command} --help says what it takes", command=context.command_path))
    return error.exit_code


def _words(error: click.ClickException) -> str:
    """What is wrong with the command line, in the shape of our own messages."""
    match error:
        case click.MissingParameter(param=click.Parameter() as parameter):
            return _("{name} is missing", name=_name(parameter, error.ctx))
        case click.NoSuchOption(option_name=name, possibilities=close):
            from cleanledger.model.vocabulary import either

            message = _("there is no option {name}", name=name)
            return message + _("; ") + _("did you mean {word}?", word=either(close)) if close else message
        case click.BadParameter(param=click.Parameter() as parameter):
            return _name(parameter, error.ctx) + _(": ") + error.message.rstrip(".。")
    return error.format_message().rstrip(".。")


def _name(parameter: click.Parameter, context: click.Context | None) -> str:
    if isinstance(parameter, click.Argument) and context is not None:
        return parameter.make_metavar(context).strip("[]…")
    return max(parameter.opts, key=len)
