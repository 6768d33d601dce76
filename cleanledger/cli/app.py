"""The program: its commands, and the one place where failures end."""

import os
import sys
from collections.abc import Sequence

import click

from cleanledger import __version__
from cleanledger.cli import output
from cleanledger.cli.commands import GROUPS, OFFERED
from cleanledger.cli.globals import Globals, LedgerGroup, english
from cleanledger.errors import EnvironmentFailure, LedgerError
from cleanledger.i18n import _
from cleanledger.model.workdays import YearUnknown

_INTERRUPTED = 130
_PIPE_CLOSED = 141


# What `today` takes and the program does not: typed without a command, it is today's.
_OF_TODAY = ("--format", "--unit", "-u")


class _Program(LedgerGroup):
    """All commands: known by name and help, imported and built when one of them is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; where no command was typed, what waits today is asked for."""
        return super().parse_args(ctx, self._with_command(args))

    def _with_command(self, args: list[str]) -> list[str]:
        """`args` with the command that is meant where none stands in it."""
        options = {name: each for each in self.params if isinstance(each, click.Option) for name in each.opts}
        at = 0
        while at < len(args):
            name, has_value, _value = args[at].partition("=")
            if name.startswith(_OF_TODAY):
                break
            option = options.get(name)
            if option is None or option.is_eager:
                return args  # a command, --help, --version, or what is wrong and will be said
            at += 1 if has_value or option.is_flag else 2
        # An option that lacks its value must not take the command for it.
        return [*args[:at], "today", *args[at:]] if at <= len(args) else args

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name in either language."""
        name = english(cmd_name)
        if name not in self.commands and (offered := OFFERED.get(name)):
            self.add_command(offered.build(), name)
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """The commands in the order in which one needs them."""
        return list(OFFERED)

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:  # noqa: ARG002 - as its parent
        """The commands by when one needs them; none of them is built for it."""
        return [
            (_(when), [(name, _(offered.summary)) for name, offered in offers.items()])
            for when, offers in GROUPS.items()
        ]


def _program() -> click.Group:
    return _Program(
        name="ledger",
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_(
            "The ledger of an office's integrity work: lists that say who moved a deadline, and who agreed."
        ),
    )


def run(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit code. No failure ends in a traceback."""
    given = Globals()
    try:
        with given.closing:
            return _run(arguments, given)
    except LedgerError as failure:
        return output.complain(failure)
    except YearUnknown as unknown:
        from cleanledger.cli.no_calendar import no_calendar

        return output.complain(no_calendar(unknown.year, given))
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


def _run(arguments: Sequence[str], given: Globals) -> int:
    try:
        ended = _program().main(list(arguments), "ledger", standalone_mode=False, obj=given)
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
