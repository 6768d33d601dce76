"""Options that every command takes, on either side of it, and the classes that hand them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click
from typer.core import TyperCommand, TyperGroup

from cleanledger import __version__
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
    ]


class LedgerCommand(TyperCommand):
    """A command that also takes the options of the whole program."""

    def __init__(self, *arguments: Any, **facts: Any) -> None:
        facts.setdefault(
            "epilog", _("Every command also takes --book, --lang, --as, --no-color: ledger --help")
        )
        super().__init__(*arguments, **facts)
        self.params.extend(_options(hidden=True))


class LedgerGroup(TyperGroup):
    """A group whose commands are also known by their Chinese names."""

    def __init__(self, *arguments: Any, **facts: Any) -> None:
        super().__init__(*arguments, **facts)
        self.params.extend(_options(hidden=self.name not in (None, "ledger")))
        if self.name in (None, "ledger"):
            version = click.Option(
                ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
                help=_("Show the version and exit."),
            )  # fmt: skip
            self.params.append(version)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name in either language."""
        english = _ENGLISH.get(cmd_name)
        return super().get_command(ctx, english or cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """The commands in the order in which they were made."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name where there is no such command."""
        found = self.get_command(ctx, args[0])
        if found is None and not args[0].startswith("-"):
            raise click.UsageError(_unknown(args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)


_ENGLISH = {chinese: english for english, names in CHINESE.items() for chinese in names}


def _unknown(name: str, known: Sequence[str]) -> str:
    import difflib

    message = _("there is no command {name}", name=name)
    close = difflib.get_close_matches(name, known, n=1)
    return f"{message}; {_('did you mean {word}?', word=close[0])}" if close else message
