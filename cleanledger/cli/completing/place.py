"""Where on the command line the cursor stands: which command, and which of its parameters is being typed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleanledger.cli.completing.table import Command, Parameter, Table

_READS = "--format"
"""A command that has it only reads, and may be told another day of judgement."""
_ONLY_READING = "--today"


class Place(NamedTuple):
    """What stands before the cursor, and what is being typed."""

    path: tuple[str, ...]
    """The names of the command in English: `("unit", "add")`."""
    options: tuple[Parameter, ...]
    """The options that may still be given."""
    parameter: Parameter | None
    """Whose value is being typed; None where it is a command or an option."""
    commands: tuple[str, ...]
    """The commands of which one is being typed."""
    keep: str
    """The beginning of the word that is not the value's: `--unit=`."""
    typed: str
    """What is typed of the value, command or option."""
    given: Mapping[str, Sequence[str]]
    """What was given before, by key."""


class _Walk:
    """Goes along the words as click would."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.path: tuple[str, ...] = ()
        self.given: dict[str, list[str]] = {}
        self.arguments: list[str] = []
        self.waiting: Parameter | None = None
        self.ended = False
        self.lost = False
        self.program = self._command()
        self.command = self.program

    def _command(self) -> Command:
        found = self.table.command(*self.path)
        if found is None:
            raise LookupError(self.path)
        return found

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        own = self.command.parameters
        if not self.path:
            return own
        reads = any(_READS in each.flags for each in own)
        return (*own, *(each for each in self.program.parameters if reads or _ONLY_READING not in each.flags))

    def option(self, flag: str) -> Parameter | None:
        return next(
            (each for each in (*self.parameters, *self.program.parameters) if flag in each.flags), None
        )

    def word(self, word: str) -> None:
        if self.waiting:
            self.given.setdefault(self.waiting.key, []).append(word)
            self.waiting = None
        elif word == "--" and not self.ended:
            self.ended = True
        elif word.startswith("-") and len(word) > 1 and not self.ended:
            self._option(word)
        elif self.command.commands:
            self._enter(word)
        else:
            if argument := self.argument():
                self.given.setdefault(argument.key, []).append(word)
            self.arguments.append(word)

    def _enter(self, name: str) -> None:
        found = self.table.command(*self.path, name)
        if found is None:
            self.lost = True
        else:
            self.path, self.command = (*self.path, found.name), found

    def _option(self, word: str) -> None:
        flag, equals, value = word.partition("=") if word.startswith("--") else (word[:2], word[2:], word[2:])
        if (found := self.option(flag)) is None:
            return
        if found.metavar and not equals:
            self.waiting = found
        else:
            self.given.setdefault(found.key, []).append(value)

    def argument(self) -> Parameter | None:
        """The argument that comes next."""
        shapes = [each for each in self.command.parameters if not each.flags]
        if len(self.arguments) < len(shapes):
            return shapes[len(self.arguments)]
        return shapes[-1] if shapes and shapes[-1].many else None


def place(table: Table, words: Sequence[str], typed: str) -> Place | None:
    """Where the cursor stands after `words` and `typed`; None where the command is not known."""
    walk = _Walk(table)
    for word in words:
        walk.word(word)
    if walk.lost:
        return None

    def at(parameter: Parameter | None = None, keep: str = "", *, commands: bool = False) -> Place:
        left = tuple(
            each for each in walk.parameters if each.flags and (each.many or each.key not in walk.given)
        )
        below = walk.command.commands if commands else ()
        return Place(walk.path, left, parameter, below, keep, typed.removeprefix(keep), walk.given)

    if walk.waiting:
        return at(walk.waiting)
    if typed.startswith("-") and not walk.ended:
        flag = typed.partition("=")[0] if typed.startswith("--") else typed[:2]
        keep = f"{flag}=" if typed.startswith("--") else flag
        option = walk.option(flag)
        return at(option, keep) if option and option.metavar and typed.startswith(keep) else at()
    if walk.command.commands:
        return at(commands=True)
    argument = walk.argument()
    # Behind -- there are no options, so where all arguments are given nothing is left.
    return None if walk.ended and argument is None else at(argument)
