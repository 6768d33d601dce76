"""Asks on a terminal for what was not given; in a pipe it is an error that names it."""

from collections.abc import Callable
from contextlib import suppress
from types import MappingProxyType
from typing import TypeVar, overload

import click

from cleanledger.cli import output
from cleanledger.cli.help import metavar
from cleanledger.errors import LedgerError, Refused, UsageError
from cleanledger.i18n import _

T = TypeVar("T")


@overload
def ask(question: str, name: str) -> str: ...
@overload
def ask(question: str, name: str, read: Callable[[str], T]) -> T: ...
def ask(question: str, name: str, read: Callable[[str], T] | None = None) -> str | T:
    """The answer to `question`, as `read` takes it; asked again while that refuses.

    UsageError that names `name` where nobody can answer.
    """
    if not output.is_terminal_both_ways():
        raise UsageError(
            _("{name} is missing", name=metavar(name)), _("every command says with --help what it takes")
        )
    with suppress(ImportError):
        # Lets a line be edited before it is sent; a backspace takes a whole Chinese character.
        import readline  # noqa: F401
    while True:
        answer: str = click.prompt(
            output.shown(question.rstrip(".。")), err=True, prompt_suffix=output.shown(_(": "))
        )
        try:
            return read(answer.strip()) if read else answer.strip()
        except LedgerError as failure:
            output.complain(failure)


def confirm(question: str, option: str, *, default: bool = False) -> None:
    """Returns where the answer is yes; Refused where it is no. `default`: what an empty answer means.

    UsageError that names `option`, which answers beforehand, where nobody can answer.
    """
    if not output.is_terminal_both_ways():
        raise UsageError(
            _("{name} is missing", name=option), _("nobody can be asked here; {name} says yes", name=option)
        )
    shown = output.shown(f"{question} {'[Y/n]' if default else '[y/N]'}")
    while True:
        answer = click.prompt(shown, default="", show_default=False, err=True, prompt_suffix=" ")
        said = _ANSWERS.get(answer.strip().casefold(), default if not answer.strip() else None)
        if said is None:
            output.note(_("answer with y or n"))
        elif said:
            return
        else:
            raise Refused(_("Nothing was changed."))


_ANSWERS = MappingProxyType({"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False})
