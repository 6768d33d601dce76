"""How help is laid out: in columns as wide as a terminal shows them, in the language in use."""

import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import click
from typer.core import TyperArgument
from typer.models import ArgumentInfo

from cleanledger.i18n import N_, _, language
from cleanledger.model.verb_names import CHINESE
from cleanledger.render.clean import encodable
from cleanledger.render.width import fold, width

_METAVARS: Mapping[str, str] = MappingProxyType(
    {
        text: text
        for text in (
            *(N_("ARGS"), N_("BY"), N_("CODE"), N_("COMMAND"), N_("DATE"), N_("DIR"), N_("E"), N_("FILE")),
            *(N_("FORMAT"), N_("ID"), N_("K"), N_("KEY"), N_("KIND"), N_("LEDGER"), N_("N"), N_("NAME")),
            *(
                N_("NUM"),
                N_("OPTIONS"),
                N_("PAPER"),
                N_("PATH"),
                N_("POST"),
                N_("ROLE"),
                N_("STATUS"),
                N_("TEXT"),
            ),
            *(N_("INTERVAL"), N_("NEW"), N_("TITLE"), N_("TYPE"), N_("UNIT"), N_("VALUE"), N_("Y")),
        )
    }
)
_WIDEST_NAME = 30
_GAP = 2


def metavar(text: str) -> str:
    """What stands for a value, e.g. `[KEY=VALUE]…`, in the language in use."""
    return re.sub("[A-Z]+", lambda found: _(_METAVARS[found[0]]) if found[0] in _METAVARS else found[0], text)


def command_names(name: str) -> str:
    """A command in the list of commands: in Chinese with its Chinese names."""
    return " ".join((name, *CHINESE.get(name, ()))) if language() == "zh" else name


def first_sentence(text: str) -> str:
    """What the list of commands says of a command."""
    return re.split(r"(?<=[.。])\s|(?<=。)", text, maxsplit=1)[0]


class Formatter(click.HelpFormatter):
    """click's, but for text that is not one column a character and not in words with blanks."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage; its arguments are folded beside the command."""
        begin = (prefix or _("Usage: ")) + prog + " "
        first, *more = fold(args, max(self.width - width(begin), 20)) or ("",)
        self.write("\n".join((begin + first, *(" " * width(begin) + line for line in more))).rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        self.write(" " * self.current_indent + _("{heading}:", heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, each folded into the width."""
        indent = " " * self.current_indent
        paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
        shown = ("".join(f"{indent}{line}\n" for line in self._folded(each)) for each in paragraphs)
        self.write("\n".join(shown))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = _GAP
    ) -> None:
        """Names and what they mean, side by side."""
        indent = " " * self.current_indent
        rows = tuple(rows)
        room = min(max((width(name) for name, _text in rows), default=0), col_max) + col_spacing
        for name, text in rows:
            lines = [*fold(" ".join(text.split()), max(self.width - self.current_indent - room, 20))]
            begin = name + " " * (room - width(name))
            if width(name) + col_spacing > room:
                self.write(f"{indent}{name}\n")
                begin = " " * room
            for line in lines:
                self.write(f"{indent}{begin}{line}".rstrip() + "\n")
                begin = " " * room

    def _folded(self, text: str) -> tuple[str, ...]:
        return fold(text, max(self.width - self.current_indent, 20))


class HelpContext(click.Context):
    """A context whose help is laid out here."""

    formatter_class = Formatter

    def get_help(self) -> str:
        """As click makes it, in the signs of the terminal; click would write UTF-8 where that is ASCII."""
        return encodable(super().get_help(), sys.stdout.encoding or "utf-8")


class WholeNumber(click.types.IntParamType):
    """click's, under a name that can be said."""

    def __init__(self) -> None:
        self.name = _("whole number")


def speak(command: click.Command) -> None:
    """Puts the parameters of `command` into the language in use."""
    for parameter in command.params:
        if parameter.metavar:
            parameter.metavar = metavar(parameter.metavar)
        if parameter.type is click.INT:
            parameter.type = WholeNumber()
    if command.options_metavar:
        command.options_metavar = metavar(command.options_metavar)


def restore_help(command: click.Command) -> None:
    """Gives arguments the help again that Typer gave them: click 8.5 has its own, and sets it to None."""
    given = inspect.signature(command.callback).parameters if command.callback else {}
    for parameter in command.params:
        if isinstance(parameter, TyperArgument) and not parameter.help and parameter.name in given:
            facts = getattr(given[parameter.name].annotation, "__metadata__", ())
            parameter.help = next((each.help for each in facts if isinstance(each, ArgumentInfo)), None)
