"""Asks on a terminal for what was not given; in a pipe it is an error that names it."""

import click

from cleanledger.cli.help import metavar
from cleanledger.cli.output import is_terminal_both_ways
from cleanledger.errors import UsageError
from cleanledger.i18n import _


def ask(question: str, name: str, default: str | None = None) -> str:
    """The answer to `question`; UsageError that names `name` where nobody can answer."""
    if not is_terminal_both_ways():
        raise UsageError(
            _("{name} is missing", name=metavar(name)), _("every command says with --help what it takes")
        )
    answer: str = click.prompt(question.rstrip(".。"), default=default, err=True, prompt_suffix=_(": "))
    return answer.strip()
