"""Options that every command takes, on either side of it, and the classes that hand them out."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import click
from typer.core import TyperCommand, TyperGroup

from cleanledger import __version__
from cleanledger.cli.help import HelpContext, command_names, first_sentence, metavar, restore_help, speak
from cleanledger.errors import UsageError
from cleanledger.i18n import LANGUAGES, N_, _
from cleanledger.model.verb_names import CHINESE


@dataclass
class Globals:
    """What was given; the same on either side of the command, the later one wins."""

    book: str | None = None
    lang: str | None = None
    post: str | None = None
    no_color: bool = False
    today: str | None = None
    at: str | None = None
    closing: ExitStack = field(default_factory=ExitStack)
    """What is to be put away when the command has ended."""


# What reads the book of another tree.
_OF_THE_PAST = ("show", "list", "check", "report", "due", "overdue", "units", "today", "export")
# A command may have an argument of the same name.
_PREFIX = "given_"


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value not in (None, False) and parameter.name:
        setattr(context.ensure_object(Globals), parameter.name.removeprefix(_PREFIX), value)


def _version(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
    if value:
        click.echo(f"cleanledger {__version__}")
        context.exit()


def _options(*, hidden: bool) -> list[click.Parameter]:
    def option(*names: str, help: str, **more: Any) -> click.Option:
        if hidden:
            # The program has read it: a command that read it again would put it above what was typed.
            more.pop("envvar", None)
        return click.Option(names, help=_(help), hidden=hidden, expose_value=False, callback=_keep, **more)

    return [
        option(
            "--book",
            "given_book",
            metavar="PATH",
            envvar="LEDGER_BOOK",
            help=N_("The folder of book.yaml, or the one above it."),
        ),
        option(
            "--lang",
            "given_lang",
            type=click.Choice(LANGUAGES),
            envvar="LEDGER_LANG",
            help=N_("The language of messages."),
        ),
        option(
            "--as",
            "given_post",
            metavar="POST",
            envvar="LEDGER_AS",
            help=N_("Which of your posts you act in."),
        ),
        option("--no-color", "given_no_color", is_flag=True, help=N_("No colours.")),
        option("--today", "given_today", metavar="DATE", help=N_("Judge as of this day (reading commands).")),
        option(
            "--at",
            "given_at",
            metavar="REV|DATE",
            help=N_("Read the book as that commit, or the last one of that day, has it (reading commands)."),
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            hidden=hidden,
            help=_("Show the version and exit."),
        ),
    ]


class LedgerCommand(TyperCommand):
    """A command that also takes the options of the whole program."""

    context_class = HelpContext

    def __init__(self, *arguments: Any, **facts: Any) -> None:
        super().__init__(*arguments, **facts)
        self.epilog = _("Every command also takes --book, --lang, --as, --no-color: ledger --help")
        self.params.extend(_options(hidden=True))
        speak(self)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it; `--at` is refused by what does not read the past."""
        # Of the name of the program its caller has the say.
        words = [english(word) for word in ctx.command_path.split()[1:]]
        if ctx.ensure_object(Globals).at is not None and words[:1] and " ".join(words) not in _OF_THE_PAST:
            from cleanledger.model.vocabulary import listed

            raise UsageError(
                _("{command} reads no other tree", command=" ".join(words)),
                _("--at is taken by: {names}", names=listed(_OF_THE_PAST)),
            )
        return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does it, with the help of the arguments."""
        restore_help(self)
        super().format_help(ctx, formatter)

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: Typer lists the arguments before the options."""


class LedgerGroup(TyperGroup):
    """A group whose commands are also known by their Chinese names."""

    context_class = HelpContext

    def __init__(self, *arguments: Any, **facts: Any) -> None:
        facts["subcommand_metavar"] = metavar("COMMAND [ARGS]…")
        super().__init__(*arguments, **facts)
        self.epilog = _("What a command takes: ledger {command} --help", command=metavar("COMMAND"))
        self.params.extend(_options(hidden=self.name not in (None, "ledger")))
        speak(self)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the first sentence of its help, none of it cut off."""
        for heading, commands in self.sections(ctx):
            with formatter.section(heading):
                formatter.write_dl([(command_names(name), first_sentence(text)) for name, text in commands])

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """The commands below their headings, each with its help."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        shown = [(name, each.help or "") for name, each in commands if each is not None and not each.hidden]
        return [(_("Commands"), shown)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name in either language."""
        return super().get_command(ctx, english(cmd_name))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """The commands in the order in which they were made."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name where there is no such command."""
        found = self.get_command(ctx, args[0])
        if found is None and not args[0].startswith("-"):
            chinese = [name for each in self.list_commands(ctx) for name in CHINESE.get(each, ())]
            raise click.UsageError(_unknown(args[0], [*self.list_commands(ctx), *chinese]), ctx)
        return super().resolve_command(ctx, args)


_ENGLISH = {chinese: name for name, names in CHINESE.items() for chinese in names}


def english(name: str) -> str:
    """The command that is called `name` in either language."""
    return _ENGLISH.get(name, name)


def _unknown(name: str, known: Sequence[str]) -> str:
    import difflib

    message = _("there is no command {name}", name=name)
    close = difflib.get_close_matches(name, known, n=1)
    return message + _("; ") + _("did you mean {word}?", word=close[0]) if close else message
